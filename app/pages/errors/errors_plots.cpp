#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/pages/common/image_parts.h"
#include "app/pages/common/term_tip.h"
#include "app/pages/errors/errors_panel.h"
#include "app/pages/errors/errors_selection.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kPlotPad_px = 14, kTitle_px = 30, kAxis_px = 20, kHandle_px = 14;
constexpr float kLegend_px = 16, kRoomForLegend_px = 140, kCounts_px = 14, kRoomForCounts_px = 124;

ImU32 group_colour(const ErrorsContext& context) { return context.style.theme.series[1]; }
ImU32 others_colour(const ErrorsContext& context) { return context.style.theme.series[0]; }

// Title at the left, at the right what it says now; between them a legend may stand.
void draw_title(const ErrorsContext& context, const Rect& card, const std::string& title, const std::string& note,
                std::string_view term, float legend_px = 0) {
  const Style& style = context.style;
  const float half = (card.width() - 2 * kPlotPad_px) * 0.6F;
  const std::string shown = elided(style.fonts.small, title, half);
  draw_text(style.fonts.small, {card.low.x + kPlotPad_px, card.low.y + 9}, style.theme.muted, shown);
  const ImVec2 size = text_size(style.fonts.small, shown);
  common::term_tip(
      style, term,
      {{card.low.x + kPlotPad_px, card.low.y + 9}, {card.low.x + kPlotPad_px + size.x, card.low.y + 9 + size.y}});
  const float room = card.width() - 2 * kPlotPad_px - size.x - legend_px - 10;
  draw_text_right(style.fonts.tiny, {card.high.x - kPlotPad_px, card.low.y + 11}, style.theme.faint,
                  elided(style.fonts.tiny, note, room));
}

void draw_probability_axis(const ErrorsContext& context, const Rect& plot) {
  const Style& style = context.style;
  for (const int tenths : {0, 2, 4, 6, 8, 10}) {
    const float x = plot.low.x + plot.width() * static_cast<float>(tenths) / 10;
    const std::string text = decimals(static_cast<float>(tenths) / 10, 1);
    draw_text(style.fonts.tiny, {x - text_size(style.fonts.tiny, text).x / 2, plot.high.y + 3}, style.theme.faint,
              text);
    ImGui::GetWindowDrawList()->AddLine({x, plot.high.y}, {x, plot.high.y + 3}, style.theme.faint);
  }
}

std::int64_t count_of(const ScoreHistogram& histogram, int group, std::size_t bar, bool of_group) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i)
    if ((static_cast<int>(i) == group) == of_group) count += histogram.counts[i][bar];
  return count;
}

std::int64_t most_of(const ScoreHistogram& histogram, int group, bool of_group) {
  std::int64_t most = 1;
  for (std::size_t bar = 0; bar < kScoreBars; ++bar) most = std::max(most, count_of(histogram, group, bar, of_group));
  return most;
}

// Where a bar stands: the group's above the line, the others' below.
Rect bar_place(const Rect& plot, std::size_t bar, bool of_group, float share) {
  const float width = plot.width() / static_cast<float>(kScoreBars);
  const float middle = std::floor(plot.centre().y), tall = (plot.height() / 2 - 2) * share;
  const float x = plot.low.x + width * static_cast<float>(bar);
  return of_group ? Rect{{x + 1, middle - 1 - tall}, {x + width - 1, middle - 1}}
                  : Rect{{x + 1, middle + 1}, {x + width - 1, middle + 1 + tall}};
}

// Even one image is to be seen beside a thousand.
float share_of(std::int64_t count, std::int64_t most, float plot_px) {
  if (count == 0) return 0;
  return std::max(4 / plot_px, static_cast<float>(count) / static_cast<float>(most));
}

void draw_bars(const ErrorsContext& context, const Rect& plot) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ErrorAnalysis& analysis = context.analysis;
  const int group = analysis.group();
  for (const bool of_group : {true, false}) {
    const std::int64_t most = most_of(analysis.histogram(), group, of_group);
    const ImU32 colour = of_group ? group_colour(context) : others_colour(context);
    for (std::size_t bar = 0; bar < kScoreBars; ++bar) {
      const std::int64_t all = count_of(analysis.histogram(), group, bar, of_group);
      const std::int64_t shown = count_of(analysis.brushed_histogram(), group, bar, of_group);
      const Rect whole = bar_place(plot, bar, of_group, share_of(all, most, plot.height()));
      const Rect part = bar_place(plot, bar, of_group, share_of(shown, most, plot.height()));
      if (all > shown) draw.AddRectFilled(whole.low, whole.high, with_opacity(colour, 0.28F), 2);
      if (shown > 0) draw.AddRectFilled(part.low, part.high, colour, 2);
    }
  }
  const float middle = std::floor(plot.centre().y);
  draw.AddLine({plot.low.x, middle}, {plot.high.x, middle}, context.style.theme.faint);
}

// The line is dragged, or moved with the arrows; returns true when the mouse is on it.
bool threshold_line(ErrorsContext& context, const Rect& plot) {
  const Predictions& predictions = context.models.gallery.predictions();
  if (predictions.groups() != 2) return false;
  const Style& style = context.style;
  const auto threshold = static_cast<float>(predictions.threshold());
  const float x = plot.low.x + plot.width() * threshold;
  ImGui::SetCursorScreenPos({x - kHandle_px / 2, plot.low.y});
  const Item handle = item(style, "errors.threshold", {kHandle_px, plot.height()}, Takes::Steps);
  float wanted = threshold;
  if (handle.held && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 1))
    wanted = (ImGui::GetIO().MousePos.x - plot.low.x) / plot.width();
  if (handle.step != 0) wanted = threshold + 0.01F * static_cast<float>(handle.step);
  wanted = std::clamp(wanted, 0.01F, 0.99F);
  if (wanted != threshold && (handle.held || handle.step != 0))
    context.commands.push(SetThreshold{wanted, predictions.run()->run});
  const bool on = handle.hovered || handle.held || handle.focused;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddLine({x, plot.low.y}, {x, plot.high.y}, style.theme.text, on ? 2.5F : 1.5F);
  draw.AddTriangleFilled({x - 6, plot.low.y}, {x + 6, plot.low.y}, {x, plot.low.y + 8}, style.theme.text);
  tooltip(style, "Threshold " + decimals(threshold, 2) + ": drag, or Tab to it and the arrows");
  return on;
}

std::vector<int> true_groups(const ErrorsContext& context, bool of_group) {
  std::vector<int> groups;
  for (int group = 0; group < context.models.gallery.predictions().groups(); ++group)
    if ((group == context.analysis.group()) == of_group) groups.push_back(group);
  return groups;
}

void choose_scores(ErrorsContext& context, const ScoreRange& range, const std::vector<int>& groups) {
  context.commands.push(SetFilter{with_scores(context.models.gallery.filter(), range, groups)});
  context.view.strip = ErrorStrip::Shown;
}

std::string bar_tip(const ErrorsContext& context, std::size_t bar, bool of_group) {
  const ErrorAnalysis& analysis = context.analysis;
  const std::int64_t all = count_of(analysis.histogram(), analysis.group(), bar, of_group);
  const std::int64_t shown = count_of(analysis.brushed_histogram(), analysis.group(), bar, of_group);
  std::string text = counted(all, "image", "images") + " labelled " +
                     (of_group ? group_name(context) : others_name(context)) + ", P(" + group_name(context) + ") " +
                     decimals(static_cast<float>(bar) / kScoreBars, 2) + " to " +
                     decimals(static_cast<float>(bar + 1) / kScoreBars, 2);
  if (shown != all) text += "; " + grouped(shown) + " under the filter";
  return text + "\nClick for them, again to lift";
}

std::size_t bar_at(const Rect& plot, float x) {
  return static_cast<std::size_t>(std::clamp((x - plot.low.x) / plot.width(), 0.0F, 0.9999F) * kScoreBars);
}

// The bar under the mouse, or of the keyboard; a drag takes all bars it goes over: a stretch of the curve of
// thresholds. Bars of the group come first, then those of the others.
void choose_bar(ErrorsContext& context, const Rect& plot, bool mouse_taken) {
  ImGui::SetCursorScreenPos(plot.low);
  const Item i = item(context.style, "errors.histogram", {plot.width(), plot.height()}, Takes::Steps);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  std::size_t& bar = context.view.bar;
  const bool by_mouse = i.hovered && !mouse_taken;
  if (by_mouse) bar = bar_at(plot, mouse.x) + (mouse.y < plot.centre().y ? 0 : kScoreBars);
  const auto last = static_cast<int>(2 * kScoreBars) - 1;
  bar = static_cast<std::size_t>(std::clamp(static_cast<int>(bar) + i.step, 0, last));
  if (!by_mouse && !i.focused) return;
  const bool of_group = bar < kScoreBars;
  const std::size_t here = bar % kScoreBars;
  const std::size_t from = by_mouse && (i.held || ImGui::IsMouseReleased(ImGuiMouseButton_Left))
                               ? bar_at(plot, ImGui::GetIO().MouseClickedPos[0].x)
                               : here;
  const Rect first = bar_place(plot, std::min(from, here), of_group, 1),
             last_bar = bar_place(plot, std::max(from, here), of_group, 1);
  ImGui::GetWindowDrawList()->AddRect(first.low, last_bar.high, context.style.theme.text, 2);
  if (by_mouse) tooltip(context.style, bar_tip(context, here, of_group));
  if (!i.clicked) return;
  const int group = context.analysis.group();
  const ScoreRange range{group, score_bar(group, std::min(from, here)).low,
                         score_bar(group, std::max(from, here)).high};
  choose_scores(context, range, true_groups(context, of_group));
}

void draw_group_notes(const ErrorsContext& context, const Rect& plot) {
  const Style& style = context.style;
  const ErrorAnalysis& analysis = context.analysis;
  const auto note = [&](bool of_group, float y) {
    const std::string text = (of_group ? group_name(context) : others_name(context)) + ", at most " +
                             grouped(most_of(analysis.histogram(), analysis.group(), of_group));
    draw_text_right(style.fonts.tiny, {plot.high.x, y}, of_group ? group_colour(context) : others_colour(context),
                    elided(style.fonts.tiny, text, plot.width()));
  };
  note(true, plot.low.y - 14);
  note(false, plot.high.y - 15);
}

std::string calibration_note(const ErrorsContext& context) {
  if (!context.view.whole_doubt) return "computing …";
  const Calibration& calibration = context.view.whole_doubt->calibration;
  std::string text = calibration.ece ? "ECE " + decimals(static_cast<float>(*calibration.ece), 3) : "";
  if (calibration.brier) text += ", Brier " + decimals(static_cast<float>(*calibration.brier), 3);
  if (!calibration.temperature) return text + ", no temperature fits";
  if (calibration.temperature_at_bound) return text + ", temperature at its bound";
  const auto temperature = static_cast<float>(*calibration.temperature);
  if (context.analysis.reliability_before()) return text;  // a temperature stands in it already
  return text + ", T " + decimals(temperature, 2) +
         (temperature > 1.05F   ? " (too sure)"
          : temperature < 0.95F ? " (not sure enough)"
                                : "");
}

enum class Dots { Filled, Hollow, None };

void draw_reliability_points(const Rect& plot, const ml::ReliabilityDiagram& diagram, ImU32 colour, bool intervals,
                             Dots dots = Dots::Filled) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto at = [&](double x, double y) {
    return ImVec2{plot.low.x + plot.width() * static_cast<float>(x),
                  plot.high.y - plot.height() * static_cast<float>(y)};
  };
  std::optional<ImVec2> before;
  for (const ml::ReliabilityBin& bin : diagram.bins) {
    if (!bin.observed) continue;
    const ImVec2 point = at(*bin.mean_probability, *bin.observed);
    if (intervals)
      draw.AddLine(at(*bin.mean_probability, *bin.observed_low), at(*bin.mean_probability, *bin.observed_high),
                   with_opacity(colour, 0.5F), 1.5F);
    if (before) draw.AddLine(*before, point, with_opacity(colour, 0.8F), 1.5F);
    before = point;
    dots == Dots::Filled ? draw.AddCircleFilled(point, 3.5F, colour) : draw.AddCircle(point, 3.5F, colour, 0, 1.5F);
  }
}

std::string ece_words(const char* what, const std::optional<double>& ece) {
  return std::string(what) + (ece ? ", ECE " + decimals(static_cast<float>(*ece), 3) : ", ECE …");
}

const char* after_words(const ErrorsView& view) {
  if (view.cross_fitted) return "after, cross-fitted";
  return view.why_as_shown.empty() ? "after, on the images of the fit" : "after, as shown";
}

struct LegendEntry {
  Dots dots = Dots::Filled;
  std::string words;
};

// Which curve is which; in short where there is no line for it but that of the title.
std::vector<LegendEntry> legend_of(const ErrorsView& view, bool in_short) {
  if (in_short) return {{Dots::Filled, "after"}, {Dots::Hollow, "before"}};
  const auto after = view.whole_doubt ? view.whole_doubt->calibration.ece : std::nullopt;
  return {{Dots::Filled, ece_words(after_words(view), after)},
          {Dots::Hollow, ece_words("before calibration", view.ece_before)},
          {Dots::None, view.why_as_shown}};
}

float px_of_legend(const Style& style, const std::vector<LegendEntry>& legend) {
  float width = 0;
  for (const LegendEntry& entry : legend) width += 24 + text_size(style.fonts.tiny, entry.words).x;
  return width;
}

// Beside the plot's curves, not over them.
void draw_curve_legend(const Style& style, ImVec2 at, float right, const std::vector<LegendEntry>& legend) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  for (const auto& [dots, words] : legend) {
    const bool filled = dots == Dots::Filled;
    if (filled) draw.AddCircleFilled({at.x + 4, at.y + 7}, 3.5F, style.theme.accent);
    if (dots == Dots::Hollow) draw.AddCircle({at.x + 4, at.y + 7}, 3.5F, style.theme.muted, 0, 1.5F);
    draw_text(style.fonts.tiny, {at.x + 12, at.y}, filled ? style.theme.text : style.theme.muted,
              elided(style.fonts.tiny, words, right - at.x - 12));
    at.x += 24 + text_size(style.fonts.tiny, words).x;
  }
}

std::string reliability_tip(const ErrorsContext& context, const ml::ReliabilityBin& bin) {
  std::string text = "P(" + group_name(context) + ") " + decimals(static_cast<float>(bin.low), 1) + " to " +
                     decimals(static_cast<float>(bin.high), 1) + ": " + counted(bin.count, "image", "images");
  if (bin.observed)
    text += ", said " + percent(static_cast<float>(*bin.mean_probability)) + " on average, " +
            percent(static_cast<float>(*bin.observed)) + " are [" + percent(static_cast<float>(*bin.observed_low)) +
            " – " + percent(static_cast<float>(*bin.observed_high)) + "]";
  if (!context.view.why_as_shown.empty()) text += "\nCalibration judged as shown: " + context.view.why_as_shown;
  return text + "\nClick for them, again to lift";
}

void choose_reliability_bar(ErrorsContext& context, const Rect& plot) {
  const std::vector<ml::ReliabilityBin>& bins = context.analysis.reliability().bins;
  ImGui::SetCursorScreenPos(plot.low);
  const Item i = item(context.style, "errors.reliability", {plot.width(), plot.height() + kAxis_px - 4}, Takes::Steps);
  std::size_t& bar = context.view.reliability_bar;
  const float at = std::clamp((ImGui::GetIO().MousePos.x - plot.low.x) / plot.width(), 0.0F, 0.9999F);
  if (i.hovered) bar = static_cast<std::size_t>(at * static_cast<float>(bins.size()));
  bar = static_cast<std::size_t>(std::clamp(static_cast<int>(bar) + i.step, 0, static_cast<int>(bins.size()) - 1));
  if (!i.hovered && !i.focused) return;
  const float width = plot.width() / static_cast<float>(bins.size());
  const float x = plot.low.x + width * static_cast<float>(bar);
  ImGui::GetWindowDrawList()->AddRect({x, plot.low.y}, {x + width, plot.high.y}, context.style.theme.faint, 2);
  if (i.hovered) tooltip(context.style, reliability_tip(context, bins[bar]));
  if (i.clicked) choose_scores(context, reliability_bar(context.analysis.group(), bins[bar]), {});
}

// How many images stand behind each point, along the lower edge.
struct CountBar {
  Rect place;
  std::string count;
};

std::vector<CountBar> count_bars(const ErrorsContext& context, const Rect& plot) {
  const std::vector<ml::ReliabilityBin>& bins = context.analysis.reliability().bins;
  std::int64_t most = 1;
  for (const ml::ReliabilityBin& bin : bins) most = std::max(most, bin.count);
  const float width = plot.width() / static_cast<float>(bins.size()), room = plot.height() * 0.3F;
  std::vector<CountBar> bars;
  for (std::size_t bar = 0; bar < bins.size(); ++bar) {
    if (bins[bar].count == 0) continue;
    const float tall = room * share_of(bins[bar].count, most, room);
    const float x = plot.low.x + width * static_cast<float>(bar);
    bars.push_back({{{x + 1, plot.high.y - tall}, {x + width - 1, plot.high.y}}, grouped(bins[bar].count)});
  }
  return bars;
}

// In a band of their own below the axis, where no curve runs through them.
void draw_counts(const Style& style, const Rect& plot, const std::vector<CountBar>& bars) {
  const float y = plot.high.y + kAxis_px - 3;
  draw_text_right(style.fonts.tiny, {plot.low.x - 5, y}, style.theme.faint, "n");
  for (const CountBar& bar : bars) {
    const ImVec2 size = text_size(style.fonts.tiny, bar.count);
    if (size.x < bar.place.width() + 2)
      draw_text(style.fonts.tiny, {bar.place.centre().x - size.x / 2, y}, style.theme.muted, bar.count);
  }
}

}  // namespace

void draw_score_histogram(ErrorsContext& context, const Rect& in) {
  common::begin_card(context, "errors.histogram_card", in, common::Scroll::No);
  draw_title(context, in, "P(" + group_name(context) + ") by label", "click a bar for its images", "threshold");
  const Rect plot{{in.low.x + kPlotPad_px + 4, in.low.y + kTitle_px + 16},
                  {in.high.x - kPlotPad_px - 4, in.high.y - kAxis_px - 4}};
  draw_bars(context, plot);
  draw_probability_axis(context, plot);
  draw_group_notes(context, plot);
  const bool on_line = threshold_line(context, plot);
  choose_bar(context, plot, on_line);
  common::end_card();
}

void draw_reliability(ErrorsContext& context, const Rect& in) {
  const Style& style = context.style;
  common::begin_card(context, "errors.reliability_card", in, common::Scroll::No);
  const bool brushed = context.analysis.brushed_count() < context.analysis.whole().n;
  const auto& before = context.analysis.reliability_before();
  const bool explains = before && !brushed;
  Rect plot{{in.low.x + kPlotPad_px + 26, in.low.y + kTitle_px + 4},
            {in.high.x - kPlotPad_px - 4, in.high.y - kAxis_px - 4}};
  const bool in_title = plot.height() < kRoomForLegend_px;
  const std::vector<LegendEntry> legend = explains ? legend_of(context.view, in_title) : std::vector<LegendEntry>{};
  const float title_px = text_size(style.fonts.small, "Calibration").x;
  draw_title(context, in, "Calibration", calibration_note(context), "calibration",
             in_title ? px_of_legend(style, legend) : 0);
  draw_curve_legend(
      style,
      in_title ? ImVec2{in.low.x + kPlotPad_px + title_px + 12, in.low.y + 11} : ImVec2{plot.low.x - 4, plot.low.y - 2},
      plot.high.x, legend);
  if (explains && !in_title) plot.take_top(kLegend_px + 2);
  const bool with_counts = plot.height() > kRoomForCounts_px;
  if (with_counts) plot.take_bottom(kCounts_px);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const std::vector<CountBar> bars = count_bars(context, plot);
  for (const CountBar& bar : bars) draw.AddRectFilled(bar.place.low, bar.place.high, style.theme.control_hovered, 2);
  draw.AddLine({plot.low.x, plot.high.y}, {plot.high.x, plot.low.y}, with_opacity(style.theme.faint, 0.6F));
  draw.AddLine({plot.low.x, plot.high.y}, {plot.high.x, plot.high.y}, style.theme.faint);
  for (const float share : {0.0F, 0.5F, 1.0F})
    draw_text_right(style.fonts.tiny, {plot.low.x - 5, plot.high.y - plot.height() * share - 7}, style.theme.faint,
                    decimals(share, 1));
  draw_probability_axis(context, plot);
  if (explains) draw_reliability_points(plot, *before, style.theme.muted, false, Dots::Hollow);
  draw_reliability_points(plot, context.analysis.judged_reliability().value_or(context.analysis.reliability()),
                          brushed ? style.theme.faint : style.theme.accent, !brushed);
  if (brushed) draw_reliability_points(plot, context.analysis.brushed_reliability(), style.theme.accent, true);
  if (with_counts) draw_counts(style, plot, bars);
  choose_reliability_bar(context, plot);
  common::end_card();
}

}  // namespace app
