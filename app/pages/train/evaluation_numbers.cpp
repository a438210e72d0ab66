#include <algorithm>
#include <array>
#include <string>

#include "app/pages/common/image_parts.h"
#include "app/pages/common/looked_at_chip.h"
#include "app/pages/common/term_tip.h"
#include "app/pages/train/live_panel.h"
#include "app/pages/train/live_words.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "ml/metrics/confusion.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kValue_px = 46, kInterval_px = 84, kCounts_px = 46;
constexpr float kRow_px = 19, kChoice_px = 150, kChoiceHeight_px = 24, kChipPad_px = 24;
constexpr std::array kRows = {Metric::Auc, Metric::Recall,           Metric::Specificity, Metric::Precision,
                              Metric::F1,  Metric::BalancedAccuracy, Metric::Accuracy};

std::string provenance(const EvaluationView& evaluation) {
  return evaluation.split + ", n " + grouped(evaluation.n) + ", epoch " + std::to_string(evaluation.epoch) +
         ", revision " + grouped(evaluation.label_revision) +
         (evaluation.groups.size() == 2 ? ", threshold " + decimals(evaluation.threshold, 2) : "") +
         (evaluation.views > 0 ? ", " + counted(evaluation.views, "view", "views") : ", views not recorded") +
         (evaluation.leak.empty() ? "" : ", LEAK");
}

// One line of the table.
struct NumberRow {
  std::string name, tip;
  std::optional<double> value;
  std::optional<Interval> interval;
  std::int64_t n = 0;
};

// The columns end here, from the left edge of the table.
struct Columns {
  explicit Columns(float width)
      : value(width - kCounts_px - kInterval_px),
        interval(width - kCounts_px),
        n(width),
        name_px(width - kCounts_px - kInterval_px - kValue_px) {}
  float value, interval, n, name_px;
};

const GroupCurves* curves_of(const EvaluationView& evaluation, int group) {
  const RankCurves& curves = evaluation.details.curves;
  if (!evaluation.details.ready || curves.groups.empty()) return nullptr;
  if (group == kAllGroups) return &curves.mean;
  const auto found = std::ranges::find(curves.groups, group, &GroupCurves::group);
  return found == curves.groups.end() ? nullptr : &*found;
}

const MetricIntervals* intervals_of(const EvaluationView& evaluation, int group) {
  const IntervalTable& table = evaluation.details.intervals;
  if (!evaluation.details.ready || table.draws == 0) return nullptr;
  if (group == kAllGroups || evaluation.groups.size() == 2) return &table.all;
  return static_cast<std::size_t>(group) < table.by_group.size() ? &table.by_group[static_cast<std::size_t>(group)]
                                                                 : nullptr;
}

std::vector<NumberRow> rows_of(const EvaluationView& evaluation, int group) {
  const ml::ConfusionMatrix matrix = ml::matrix_of(evaluation.confusion, evaluation.groups.size());
  const GroupCurves* curves = curves_of(evaluation, group);
  MetricValues values = evaluation.metrics;
  if (evaluation.groups.size() > 2 && group != kAllGroups)
    values = metrics_of(one_against_rest(matrix, group), curves ? curves->auc : std::nullopt);
  const MetricIntervals* intervals = intervals_of(evaluation, group);
  std::vector<NumberRow> rows;
  for (const Metric id : kRows) {
    const MetricInfo& info = metric_table()[static_cast<std::size_t>(id)];
    rows.push_back({std::string(title_of(id, evaluation.groups.size())), std::string(info.definition), values[id],
                    intervals ? (*intervals)[static_cast<std::size_t>(id)] : std::nullopt,
                    metric_basis(matrix, id, group)});
  }
  rows.insert(rows.begin() + 1,
              NumberRow{"average precision", "Area under the precision-recall curve, in steps, without interpolation.",
                        curves ? curves->average_precision : std::nullopt, std::nullopt,
                        metric_basis(matrix, Metric::Auc, group)});
  return rows;
}

std::string drawn_words(const IntervalTable& table) {
  return "\nIn the middle: 95 %, whole patients, lesions or groups drawn with replacement, up to " +
         grouped(table.draws) + " times" + (table.settled ? "." : "; more draws would move the ends a little.");
}

void draw_row(const TrainContext& context, const NumberRow& row, ImVec2 at, const Columns& columns, float width) {
  const Style& style = context.style;
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, kRow_px});
  tooltip(style, row.tip + "\n" + provenance(context.models.run.evaluation) +
                     (row.interval ? drawn_words(context.models.run.evaluation.details.intervals) : ""));
  const bool fits = text_size(style.fonts.small, row.name).x <= columns.name_px;
  const ImFont* font = fits ? style.fonts.small : style.fonts.tiny;
  draw_text(font, {at.x, at.y + 1}, style.theme.muted, elided(font, row.name, columns.name_px));
  draw_text_right(style.fonts.mono, {at.x + columns.value, at.y + 1}, style.theme.text, decimals(number(row.value), 3));
  const std::string interval = row.interval ? decimals(static_cast<float>(row.interval->low), 2) + "–" +
                                                  decimals(static_cast<float>(row.interval->high), 2)
                                            : "";
  draw_text_right(style.fonts.mono, {at.x + columns.interval, at.y + 1}, style.theme.muted, interval);
  draw_text_right(style.fonts.mono, {at.x + columns.n, at.y + 1}, style.theme.muted, grouped(row.n));
  ImGui::GetWindowDrawList()->AddLine({at.x, at.y + kRow_px - 1}, {at.x + width, at.y + kRow_px - 1},
                                      style.theme.border);
}

void draw_table(const TrainContext& context, int group) {
  const Style& style = context.style;
  ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const Columns columns(width);
  draw_text_right(style.fonts.tiny, {at.x + columns.value, at.y}, style.theme.faint, "value");
  draw_text_right(style.fonts.tiny, {at.x + columns.interval, at.y}, style.theme.faint, "95 %");
  common::term_tip(style, "confidence interval", {{at.x + columns.value, at.y}, {at.x + columns.interval, at.y + 14}});
  draw_text_right(style.fonts.tiny, {at.x + columns.n, at.y}, style.theme.faint, "n");
  at.y += 16;
  for (const NumberRow& row : rows_of(context.models.run.evaluation, group)) {
    draw_row(context, row, at, columns, width);
    at.y += kRow_px;
  }
  ImGui::SetCursorScreenPos({at.x, at.y + 2});
}

// That the score is of images which share something with the training images, and what it is without them.
void leak_mark(const TrainContext& context, const EvaluationView& evaluation) {
  if (evaluation.leak.empty()) return;
  const Style& style = context.style;
  const std::string without = evaluation.auc_without_leak
                                  ? "AUC without them " + decimals(number(evaluation.auc_without_leak), 3)
                                  : "no image is left without";
  paragraph(style, style.fonts.tiny, style.theme.warning, "LEAK: " + evaluation.leak + "; " + without);
}

void draw_threshold(TrainContext& context) {
  const EvaluationView& evaluation = context.models.run.evaluation;
  float threshold = evaluation.threshold;
  if (evaluation.groups.size() == 2 && slider(context.style, "train.threshold", "Threshold", threshold, 0.01F, 0.99F))
    context.commands.push(SetThreshold{threshold, context.models.run.run});
  common::looked_at_chip(context, "train.looked_at", context.models.run.run);
  end_chips();
}

// What the probabilities went through, and the switch of it.
void draw_calibration(TrainContext& context) {
  const RunView& run = context.models.run;
  const CalibrationView& calibration = run.calibration;
  if (!run.run || run.live || calibration.words.empty()) return;
  const bool fixed = trains_elsewhere(run);  // whatever was fitted now would be of another epoch
  const std::string wanted = fixed                 ? ""
                             : !calibration.fitted ? "\nClick to fit it now."
                             : calibration.on      ? "\nClick to show what the network gave."
                                                   : "\nClick to apply it.";
  const ImFont* font = context.style.fonts.small;
  const std::string words = elided(font, calibration.words, ImGui::GetContentRegionAvail().x - kChipPad_px);
  if (!chip(context.style, "train.calibration", words, -1,
            {.selected = calibration.on, .tip = calibration.text + wanted}) ||
      fixed)
    return end_chips();
  using What = CalibrateRun::What;
  context.commands.push(CalibrateRun{!calibration.fitted ? What::Fit
                                     : calibration.on    ? What::Off
                                                         : What::On,
                                     *run.run});
  end_chips();
}

}  // namespace

void draw_numbers(TrainContext& context, const Rect& in) {
  const RunView& run = context.models.run;
  const Style& style = context.style;
  common::begin_card(context, "Validation", in);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool choosing = run.evaluation.groups.size() > 2;
  const float room = ImGui::GetContentRegionAvail().x - (choosing ? kChoice_px + 10 : 0);
  const std::string why = why_no_evaluation(run);
  const std::string title = why.empty() && !choosing ? "Validation, " + epoch_in_words(run) : "Validation";
  draw_text(style.fonts.strong, at, style.theme.text, elided(style.fonts.strong, title, room));
  if (!why.empty()) {
    ImGui::SetCursorScreenPos({at.x, at.y + 28});
    paragraph(style, style.fonts.small, why == run.not_measurable ? style.theme.warning : style.theme.faint, why);
    return common::end_card();
  }
  group_choice(context, "train.group",
               {{at.x + room + 10, at.y - 3}, {at.x + room + 10 + kChoice_px, at.y - 3 + kChoiceHeight_px}});
  ImGui::SetCursorScreenPos({at.x, at.y + 26});
  draw_table(context, looked_at(context));
  leak_mark(context, run.evaluation);
  draw_threshold(context);
  draw_calibration(context);
  paragraph(style, style.fonts.tiny, style.theme.faint, provenance(run.evaluation));
  common::end_card(context, "validation.text");
}

}  // namespace app
