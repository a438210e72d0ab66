#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>

#include "app/pages/common/image_parts.h"
#include "app/pages/common/term_tip.h"
#include "app/pages/errors/errors_panel.h"
#include "app/pages/errors/errors_selection.h"
#include "app/table/glossary.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/plot_maths.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kRow_px = 28, kHead_px = 26, kNumber_px = 58, kCount_px = 62, kLeastPlot_px = 90, kPad_px = 12;

std::string_view name_of(Metric metric) { return metric_table()[static_cast<std::size_t>(metric)].title; }

std::string title_of_metric(Metric metric) {
  switch (metric) {
    case Metric::Recall: return "sens.";
    case Metric::Specificity: return "spec.";
    case Metric::Accuracy: return "acc.";
    default: return std::string(name_of(metric));
  }
}

std::size_t place_of(Metric metric) {
  return static_cast<std::size_t>(std::ranges::find(kSliceMetrics, metric) - kSliceMetrics.begin());
}

// Sources show how far their probabilities are off in place of the accuracy, which the tip tells.
constexpr std::size_t kLastNumber = kSliceMetrics.size() - 1;
bool is_ece(const ErrorsContext& context, std::size_t number) {
  return context.view.columns == SliceColumns::Metrics && number == kLastNumber &&
         context.analysis.column() == "source";
}

std::string name_of(const Slice& slice) {
  return slice.column == "source" && slice.value.empty() ? "no source recorded" : title_of(slice);
}

// Where the columns stand in a row.
struct Columns {
  float name_px = 0, plot_px = 0;
  std::size_t numbers = 0;
};

Columns columns_in(const ErrorsContext& context, float width_px) {
  Columns columns;
  columns.numbers = context.view.columns == SliceColumns::Metrics ? kSliceMetrics.size() : 3;
  const float rest = width_px - 2 * kPad_px - kCount_px - kNumber_px * static_cast<float>(columns.numbers);
  columns.plot_px = context.view.columns == SliceColumns::Metrics ? std::max(kLeastPlot_px, rest * 0.45F) : 0;
  columns.name_px = rest - columns.plot_px;
  return columns;
}

const SliceDoubt* doubt_of(const ErrorsView& view, const SliceRow& row, bool whole) {
  if (whole) return view.whole_doubt ? &*view.whole_doubt : nullptr;
  const auto found = view.doubts.find(row.place);
  return found == view.doubts.end() ? nullptr : &found->second;
}

// Why a number is absent: what the part has none of.
std::string missing_of(const ErrorsContext& context, const SliceRow& row) {
  if (row.positives == 0) return "no " + group_name(context);
  if (row.positives == row.n) return "only " + group_name(context);
  return "";
}

bool wide(const SliceDoubt* doubt, Metric metric) {
  const auto& interval = doubt == nullptr ? std::nullopt : doubt->intervals[place_of(metric)];
  return interval && interval->width() > kWideInterval;
}

// What a row draws: its point and its interval.
float lowest_of(const ErrorsView& view, const SliceRow& row, bool whole) {
  float low = 1;
  if (const auto& value = row.metrics[view.worst_by]) low = static_cast<float>(*value);
  const SliceDoubt* doubt = doubt_of(view, row, whole);
  if (doubt == nullptr) return low;
  const auto& interval = doubt->intervals[place_of(view.worst_by)];
  return interval ? std::min(low, static_cast<float>(interval->low)) : low;
}

void draw_whisker(const ErrorsContext& context, const Rect& in, const SliceRow& row, bool whole, const Range& axis) {
  const Style& style = context.style;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto x_of = [&](double value) {
    return in.low.x + in.width() * fraction_of(static_cast<float>(value), axis, false);
  };
  const float y = std::floor(in.centre().y);
  const Metric metric = context.view.worst_by;
  if (const auto& all = context.analysis.whole().metrics[metric])
    draw.AddLine({x_of(*all), in.low.y}, {x_of(*all), in.high.y}, style.theme.faint, 1);
  const auto& value = row.metrics[metric];
  if (!value)
    return draw_text(style.fonts.tiny, {in.low.x + 4, y - 7}, style.theme.faint,
                     elided(style.fonts.tiny, missing_of(context, row), in.width() - 4));
  const SliceDoubt* doubt = doubt_of(context.view, row, whole);
  const bool small = is_small(row) || wide(doubt, metric);
  const ImU32 colour = small ? style.theme.faint : style.theme.accent;
  if (doubt != nullptr && doubt->intervals[place_of(metric)]) {
    const Interval& interval = *doubt->intervals[place_of(metric)];
    const bool late = context.view.doubts_working;
    draw.AddLine({x_of(interval.low), y}, {x_of(interval.high), y}, with_opacity(colour, late ? 0.4F : 0.8F), 2);
  }
  small ? draw.AddCircle({x_of(*value), y}, 4, colour, 0, 1.5F) : draw.AddCircleFilled({x_of(*value), y}, 4, colour);
}

std::string tip_of(const ErrorsContext& context, const SliceRow& row, bool whole) {
  const SliceDoubt* doubt = doubt_of(context.view, row, whole);
  std::string text = (whole ? "all of validation" : title_of_column(row.slice.column) + " " + name_of(row.slice)) +
                     ": n " + grouped(row.n) + ", of them " + grouped(row.positives) + " " + group_name(context);
  if (doubt != nullptr)
    text += (is_one_group(doubt->drawn) ? "\n95 % intervals " : "\nIn brackets 95 %: ") + text_of(doubt->drawn);
  for (std::size_t i = 0; i < kSliceMetrics.size(); ++i) {
    const Metric metric = kSliceMetrics[i];
    text += "\n" + std::string(title_of(metric, 2)) + " ";  // of the group against the rest
    const auto& value = row.metrics[metric];
    text += value ? decimals(static_cast<float>(*value), 3) : "not defined: " + missing_of(context, row);
    if (value && doubt != nullptr && doubt->intervals[i])
      text += "  [" + decimals(static_cast<float>(doubt->intervals[i]->low), 2) + " – " +
              decimals(static_cast<float>(doubt->intervals[i]->high), 2) + "]";
  }
  if (row.n > 0) text += "\nprevalence " + decimals(static_cast<float>(row.positives) / static_cast<float>(row.n), 3);
  if (doubt != nullptr && doubt->calibration.ece)
    text += "\nECE " + decimals(static_cast<float>(*doubt->calibration.ece), 3);
  const auto own = context.view.own_thresholds.find(row.place);
  if (!whole && own != context.view.own_thresholds.end())
    text += "\nas sensitive as all of validation at or above " + decimals(static_cast<float>(own->second), 3);
  if (is_small(row)) text += "\nsmall: " + what_is_small();
  if (wide(doubt, context.view.worst_by)) text += "\nuncertain: the interval is wider than 0.2";
  return text + (whole ? "" : "\nClick for its images, again to lift");
}

std::array<std::string, kSliceMetrics.size()> numbers_of(const ErrorsContext& context, const SliceRow& row,
                                                         bool whole) {
  std::array<std::string, kSliceMetrics.size()> texts;
  const SliceDoubt* doubt = doubt_of(context.view, row, whole);
  const auto text = [&](const std::optional<double> Calibration::*value) -> std::string {
    if (doubt == nullptr) return "…";
    return doubt->calibration.*value ? decimals(static_cast<float>(*(doubt->calibration.*value)), 3) : "–";
  };
  if (context.view.columns == SliceColumns::Metrics) {
    for (std::size_t i = 0; i < kSliceMetrics.size(); ++i) {
      const auto& value = row.metrics[kSliceMetrics[i]];
      texts[i] = value ? decimals(static_cast<float>(*value), 2) : "–";
    }
    if (is_ece(context, kLastNumber)) texts.back() = text(&Calibration::ece);
    return texts;
  }
  texts[0] = text(&Calibration::ece);
  texts[1] = text(&Calibration::brier);
  const bool fits = doubt != nullptr && doubt->calibration.temperature && !doubt->calibration.temperature_at_bound;
  texts[2] = fits ? decimals(static_cast<float>(*doubt->calibration.temperature), 2) : doubt == nullptr ? "…" : "–";
  return texts;
}

std::string count_text(const ErrorsContext& context, const SliceRow& row, bool whole) {
  const ErrorAnalysis& analysis = context.analysis;
  const std::int64_t shown = whole ? analysis.brushed_count() : analysis.brushed_slices()[row.place];
  return shown == row.n ? grouped(row.n) : grouped(shown) + "/" + grouped(row.n);
}

void draw_row(ErrorsContext& context, const Rect& place, const SliceRow& row, bool whole, const Range& axis) {
  const Style& style = context.style;
  const Columns columns = columns_in(context, place.width());
  const float y = place.centre().y - 8;
  const bool small = !whole && (is_small(row) || wide(doubt_of(context.view, row, false), context.view.worst_by));
  const ImU32 ink = small ? style.theme.faint : whole ? style.theme.muted : style.theme.text;
  float x = place.low.x + kPad_px;
  const std::string name = whole ? "all" : name_of(row.slice);
  const float tag_px = small ? text_size(style.fonts.tiny, is_small(row) ? "small" : "wide").x + 12 : 0;
  draw_text(style.fonts.small, {x, y}, ink, elided(style.fonts.small, name, columns.name_px - tag_px - 4));
  if (small)
    draw_text_right(style.fonts.tiny, {x + columns.name_px - 6, y + 2}, style.theme.warning,
                    is_small(row) ? "small" : "wide");
  x += columns.name_px + kCount_px;
  draw_text_right(style.fonts.small, {x - 10, y}, style.theme.muted, count_text(context, row, whole));
  if (columns.plot_px > 0)
    draw_whisker(context, {{x + 6, place.low.y}, {x + columns.plot_px - 6, place.high.y}}, row, whole, axis);
  x += columns.plot_px;
  const auto numbers = numbers_of(context, row, whole);
  for (std::size_t i = 0; i < columns.numbers; ++i) {
    x += kNumber_px;
    const bool chosen = columns.plot_px > 0 && !is_ece(context, i) && kSliceMetrics[i] == context.view.worst_by;
    draw_text_right(style.fonts.small, {x, y}, chosen ? ink : small ? ink : style.theme.muted, numbers[i]);
  }
}

std::vector<SliceRow> worst_first(const ErrorsContext& context) {
  std::vector<SliceRow> rows = context.analysis.slices();
  sort_worst_first(rows, context.view.worst_by);
  if (context.view.columns == SliceColumns::Metrics) return rows;
  const auto error = [&context](const SliceRow& row) {
    const SliceDoubt* doubt = doubt_of(context.view, row, false);
    return doubt != nullptr && doubt->calibration.ece ? *doubt->calibration.ece : -1;
  };
  std::ranges::stable_sort(rows, std::greater{}, error);
  return rows;
}

bool of_several_groups(const ErrorsContext& context) { return context.models.gallery.predictions().groups() > 2; }

// The heads of the metrics choose what is worst.
void draw_head(ErrorsContext& context, const Rect& in, const Range& axis) {
  const Style& style = context.style;
  const Columns columns = columns_in(context, in.width());
  const float y = in.low.y + 6;
  float x = in.low.x + kPad_px;
  draw_text(
      style.fonts.tiny, {x, y}, style.theme.faint,
      elided(style.fonts.tiny, title_of_column(context.analysis.column()) + ", worst first", columns.name_px - 4));
  x += columns.name_px + kCount_px;
  draw_text_right(style.fonts.tiny, {x - 10, y}, style.theme.faint, "n");
  if (columns.plot_px > 0) {
    draw_text(style.fonts.tiny, {x + 6, y}, style.theme.faint, decimals(axis.low, 1));
    draw_text_right(style.fonts.tiny, {x + columns.plot_px - 6, y}, style.theme.faint, "1.0");
  }
  x += columns.plot_px;
  struct Head {
    const char* title;
    const char* term;
  };
  static constexpr std::array<Head, 3> kCalibration = {
      {{"ECE", "ECE"}, {"Brier", "Brier score"}, {"temp.", "temperature"}}};
  for (std::size_t i = 0; i < columns.numbers; ++i) {
    const bool metrics = columns.plot_px > 0 && !is_ece(context, i);
    const Head& calibration = kCalibration[columns.plot_px > 0 ? 0 : i];
    const std::string title = metrics ? title_of_metric(kSliceMetrics[i]) : calibration.title;
    const bool over_all = metrics && kSliceMetrics[i] == Metric::Accuracy && of_several_groups(context);
    const std::string shown = over_all ? title + ", all" : title;
    const bool chosen = metrics && kSliceMetrics[i] == context.view.worst_by;
    ImGui::SetCursorScreenPos({x + 4, in.low.y + 2});
    x += kNumber_px;
    if (metrics && item(style, "errors.worst." + title, {kNumber_px - 4, kHead_px - 4}).clicked)
      context.view.worst_by = kSliceMetrics[i];
    if (metrics)
      tooltip(style, "Put the worst by this first\n" + glossary_text(name_of(kSliceMetrics[i])) +
                         (over_all ? "\nOver all groups; beside it stands this group against the rest" : ""));
    if (!metrics)
      common::term_tip(style, calibration.term, {{x - kNumber_px + 4, in.low.y + 2}, {x, in.low.y + 2 + kHead_px - 4}});
    draw_text_right(style.fonts.tiny, {x, y}, chosen ? style.theme.accent : style.theme.faint,
                    chosen ? shown + " ↑" : shown);
  }
}

}  // namespace

// The whole's row too: the intervals of the slices may not be there yet, or be narrower than its own.
Range axis_of_slices(const ErrorAnalysis& analysis, const ErrorsView& view) {
  float low = lowest_of(view, analysis.whole(), true);
  for (const SliceRow& row : analysis.slices()) low = std::min(low, lowest_of(view, row, false));
  return {std::min(0.9F, std::floor(low * 10) / 10), 1};
}

void draw_slices(ErrorsContext& context, const Rect& in) {
  const Style& style = context.style;
  common::begin_card(context, "errors.slices", in, common::Scroll::No);
  const Range axis = axis_of_slices(context.analysis, context.view);
  Rect inside{{in.low.x + 6, in.low.y + 8}, {in.high.x - 6, in.high.y - 8}};
  if (context.analysis.column().empty()) {
    draw_row(context, inside.take_top(kRow_px), context.analysis.whole(), true, axis);
    ImGui::SetCursorScreenPos({inside.low.x + kPad_px, inside.low.y + 10});
    paragraph(style, style.fonts.small, style.theme.muted,
              "No column to slice by: the images came without site, sex, age or any other column. Import an index with "
              "them, or measure the pictures (nevus quality).");
    return common::end_card();
  }
  draw_head(context, inside.take_top(kHead_px), axis);
  draw_row(context, inside.take_top(kRow_px), context.analysis.whole(), true, axis);
  const std::vector<SliceRow> rows = worst_first(context);
  const std::vector<Slice>& chosen = context.models.gallery.filter().slices;
  ImGui::SetCursorScreenPos(inside.low);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::BeginChild("errors.slice_rows", {inside.width(), inside.height()}, false);
  ImGui::PopStyleVar();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (std::size_t rank = 0; rank < rows.size(); ++rank) {
    const SliceRow& row = rows[rank];
    const Item i = item(style, "errors.slice." + std::to_string(rank), {inside.width(), kRow_px});
    const bool selected = std::ranges::find(chosen, row.slice) != chosen.end();
    if (selected || i.hovered)
      ImGui::GetWindowDrawList()->AddRectFilled(i.place.low, i.place.high,
                                                selected ? style.theme.accent_soft : style.theme.control_hovered, 6);
    draw_row(context, i.place, row, false, axis);
    tooltip(style, tip_of(context, row, false));
    if (!i.clicked) continue;
    context.commands.push(SetFilter{with_slice(context.models.gallery.filter(), row.slice)});
    context.view.strip = ErrorStrip::Shown;
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
  common::end_card();
}

}  // namespace app
