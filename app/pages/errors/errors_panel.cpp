#include "app/pages/errors/errors_panel.h"

#include <algorithm>
#include <string>
#include <utility>

#include "app/pages/common/clause_chips.h"
#include "app/pages/common/looked_at_chip.h"
#include "app/pages/common/stage.h"
#include "app/pages/errors/errors_commands.h"
#include "app/pages/errors/errors_selection.h"
#include "app/table/verdict.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "engine/ui/keys.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kTop_px = 40, kChips_px = 36, kMostChips_px = 108, kStrip_px = 154, kRight_px = 344,
                kTallPlots_px = 560;

const std::vector<std::string>& groups_of(const ErrorsContext& context) {
  return context.models.gallery.predictions().run()->groups;
}

// Of the run that is analysed: another one may be watched as it trains.
bool any_judged_leaks(const Gallery& gallery) {
  const Predictions& predictions = gallery.predictions();
  const ScoreSet* judged = predictions.run()->find(predictions.epoch(), Split::Val);
  return judged != nullptr && std::ranges::any_of(predictions.run()->leaking, [&](Row row) {
           return gallery.table().split(row) == Split::Val && !gallery.table().removed(row) &&
                  gallery.group(row) >= 0 && std::ranges::binary_search(judged->rows, row);
         });
}

std::string provenance(const ErrorsContext& context) {
  const Predictions& predictions = context.models.gallery.predictions();
  std::string text = predictions.run()->name + ", epoch " + std::to_string(predictions.epoch()) + ", validation, n " +
                     grouped(context.analysis.whole().n);
  if (predictions.groups() == 2) text += ", threshold " + decimals(static_cast<float>(predictions.threshold()), 2);
  return text + (any_judged_leaks(context.models.gallery) ? ", LEAK" : "");
}

void choose_column(ErrorsContext& context, float width_px) {
  const std::vector<std::string>& columns = context.analysis.columns();
  std::vector<std::string> names;
  for (const std::string& column : columns) names.push_back("by " + title_of_column(column));
  const auto at = std::ranges::find(columns, context.analysis.column()) - columns.begin();
  const int chosen = drop_down(context.style, "errors.column", names, static_cast<int>(at), {width_px, 32});
  if (chosen >= 0) context.commands.push(SliceBy{columns[static_cast<std::size_t>(chosen)]});
}

void choose_group(ErrorsContext& context, float width_px) {
  const int chosen =
      drop_down(context.style, "errors.group", groups_of(context), context.analysis.group(), {width_px, 32});
  if (chosen >= 0) context.commands.push(AnalyseGroup{chosen});
}

void draw_top(ErrorsContext& context, const Rect& in) {
  const Style& style = context.style;
  float x = in.low.x;
  if (!context.analysis.columns().empty()) {
    ImGui::SetCursorScreenPos({x, in.low.y});
    choose_column(context, 190);
    x += 198;
  }
  if (groups_of(context).size() > 2) {
    ImGui::SetCursorScreenPos({x, in.low.y});
    choose_group(context, 150);
    x += 158;
  }
  ImGui::SetCursorScreenPos({x, in.low.y});
  constexpr std::array<std::string_view, 2> kNames = {"metrics", "calibration"};
  const int clicked = segmented(style, "errors.columns", kNames, static_cast<int>(context.view.columns), 190);
  if (clicked >= 0) context.view.columns = static_cast<SliceColumns>(clicked);
  x += 202;
  draw_text_right(style.fonts.small, {in.high.x, in.low.y + 9}, style.theme.muted,
                  elided(style.fonts.small, provenance(context), in.high.x - x));
}

// Errors of the group as chips, then what is filtered.
void draw_chips(ErrorsContext& context, const Rect& in) {
  const ErrorAnalysis& analysis = context.analysis;
  const int groups = static_cast<int>(groups_of(context).size());
  Filter filter = context.models.gallery.filter();
  const auto error_chip = [&](const char* id, const std::string& text, std::int64_t count,
                              const std::vector<GroupPair>& pairs, const char* tip) {
    if (chip(context.style, id, text, static_cast<int>(count), {.selected = filter.pairs == pairs, .tip = tip}))
      context.commands.push(SetFilter{with_pairs(filter, pairs)});
  };
  ImGui::SetCursorScreenPos(in.low);
  ImGui::BeginChild("errors.chips", {in.width(), in.height()}, false, ImGuiWindowFlags_NoScrollbar);
  const SliceRow& whole = analysis.whole();
  const std::string name = groups == 2 ? "" : group_name(context) + ": ";
  error_chip("errors.missed", name + "false negatives", whole.positives - whole.true_positives,
             missed(analysis.group(), groups), "Labelled so, predicted otherwise");
  error_chip("errors.mistaken", name + "false positives", whole.false_positives, mistaken_for(analysis.group(), groups),
             "Predicted so, labelled otherwise");
  common::looked_at_chip(context, "errors.looked_at", context.models.gallery.predictions().run()->run);
  const Filter before = filter;
  if (filter.pairs == missed(analysis.group(), groups) || filter.pairs == mistaken_for(analysis.group(), groups))
    filter.pairs.clear();  // the chips above say it
  std::vector<Split> splits = filter.splits;
  if (splits == std::vector{Split::Val}) filter.splits.clear();  // as the page says
  if (common::clause_chips(context, filter, common::ChipsOf::Everything)) {
    if (filter.splits.empty()) filter.splits = splits == std::vector{Split::Val} ? splits : filter.splits;
    if (filter.pairs.empty()) filter.pairs = before.pairs;
    if (filter.splits == std::vector{Split::Val}) filter = within_validation(std::move(filter));
    context.commands.push(SetFilter{filter});
  }
  end_chips();
  context.view.chips_px = ImGui::GetCursorPosY();
  ImGui::EndChild();
}

void draw_problem(ErrorsContext& context, const Rect& in) {
  const ImVec2 c = in.centre();
  draw_text_centred(context.style.fonts.title, {{in.low.x, c.y - 40}, {in.high.x, c.y - 6}}, context.style.theme.text,
                    "Nothing to analyse yet");
  draw_text_centred(context.style.fonts.small, {{in.low.x, c.y}, {in.high.x, c.y + 26}}, context.style.theme.muted,
                    elided(context.style.fonts.small,
                           context.models.run.not_measurable.empty()
                               ? context.analysis.problem()
                               : "The run cannot be measured: " + context.models.run.not_measurable,
                           in.width() - 40));
  const std::string target = target_to_show(context.models.gallery);
  ImGui::SetCursorScreenPos({c.x - 90, c.y + 40});
  if (context.models.gallery.table().count() == 0) {
    if (button(context.style, "errors.import", "Import…", {.width_px = 180}))
      context.commands.push(RunAction{"import"});
  } else if (!target.empty()) {
    if (button(context.style, "errors.show_target", "Show " + target, {.width_px = 180}))
      context.commands.push(SetTarget{target});
  } else if (button(context.style, "errors.to_train", "Go to Train", {.width_px = 180})) {
    context.commands.push(ShowPage{"train"});
  }
}

// Left and right go along the images of the strip, up and down too.
void walk_with_keys(ErrorsContext& context) {
  using engine::GridKey;
  const Gallery& gallery = context.models.gallery;
  const std::vector<Row>& rows =
      context.view.strip == ErrorStrip::Mistakes ? context.analysis.mistakes() : gallery.rows();
  if (rows.empty()) return;
  for (const auto& [key, step] :
       {std::pair{GridKey::Left, -1}, {GridKey::Right, 1}, {GridKey::Up, -1}, {GridKey::Down, 1}}) {
    if (!engine::grid_key_pressed(key)) continue;
    const auto here = gallery.focus() ? std::ranges::find(rows, *gallery.focus()) : rows.end();
    const auto last = static_cast<std::ptrdiff_t>(rows.size()) - 1;
    const auto to = here == rows.end() ? 0 : std::clamp<std::ptrdiff_t>(here - rows.begin() + step, 0, last);
    const Row row = rows[static_cast<std::size_t>(to)];
    context.commands.push(SelectImages{{row}, row});
  }
}

}  // namespace

std::string group_name(const ErrorsContext& context) {
  return groups_of(context)[static_cast<std::size_t>(context.analysis.group())];
}

std::string others_name(const ErrorsContext& context) {
  return groups_of(context).size() == 2 ? groups_of(context).front() : "the rest";
}

void draw_errors(ErrorsContext& context, Rect page) {
  if (!context.analysis.problem().empty()) return draw_problem(context, page);
  if (context.keyboard_free) walk_with_keys(context);
  const float gap = context.style.theme.gap_px;
  const Rect top = page.take_top(kTop_px);
  if (!common::one_on_stage(context)) draw_top(context, top);
  const Rect chips = page.take_top(std::clamp(context.view.chips_px, kChips_px, kMostChips_px));
  if (!common::one_on_stage(context)) draw_chips(context, chips);
  const float strip_px = std::clamp(page.height() * 0.22F, kStrip_px, 200.0F);
  const Rect strip = page.take_bottom(strip_px);
  page.take_bottom(gap);
  Rect right = page.take_right(std::max(kRight_px, page.width() * 0.38F));
  page.take_right(gap);
  if (const auto place = common::on_stage(context, "slices", page)) draw_slices(context, *place);
  // Both plots below each other; side by side where that leaves them more.
  const bool stacked = right.height() < kTallPlots_px || right.width() < 2 * kRight_px;
  const Rect upper = stacked ? right.take_top((right.height() - gap) / 2) : right.take_left((right.width() - gap) / 2);
  stacked ? right.take_top(gap) : right.take_left(gap);
  if (const auto place = common::on_stage(context, "histogram", upper)) draw_score_histogram(context, *place);
  if (const auto place = common::on_stage(context, "reliability", right)) draw_reliability(context, *place);
  if (const auto place = common::on_stage(context, "strip", strip))
    draw_error_strip(context, *place);  // in Tab's order
}

}  // namespace app
