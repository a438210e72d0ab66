#include <algorithm>
#include <array>
#include <string>

#include "app/pages/common/image_parts.h"
#include "app/pages/train/train_panel.h"
#include "app/widgets/charts.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

// The AUC stands above them.
constexpr std::array kTiles = {Metric::Accuracy,  Metric::Recall, Metric::Specificity,
                               Metric::Precision, Metric::F1,     Metric::BalancedAccuracy};

std::string provenance(const EvaluationView& evaluation) {
  return evaluation.split + ", n " + grouped(evaluation.n) + ", epoch " + std::to_string(evaluation.epoch) +
         ", revision " + grouped(evaluation.label_revision) +
         (evaluation.groups.size() == 2 ? ", threshold " + decimals(evaluation.threshold, 2) : "") +
         (evaluation.leak.empty() ? "" : ", LEAK");
}

void metric_tiles(const TrainContext& context, const EvaluationView& evaluation, float width, float tile_px) {
  const Style& style = context.style;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float each = (width - 8) / 2;
  for (std::size_t i = 0; i < kTiles.size(); ++i) {
    const ImVec2 low{origin.x + (each + 8) * static_cast<float>(i % 2),
                     origin.y + (tile_px + 8) * static_cast<float>(i / 2)};
    ImGui::SetCursorScreenPos(low);
    ImGui::Dummy({each, tile_px});
    const MetricInfo& metric = metric_table()[static_cast<std::size_t>(kTiles[i])];
    ImGui::GetWindowDrawList()->AddRectFilled(low, {low.x + each, low.y + tile_px}, style.theme.control, 8);
    draw_text(style.fonts.tiny, {low.x + 12, low.y + tile_px / 2 - 19}, style.theme.muted, std::string(metric.title));
    draw_text(style.fonts.strong, {low.x + 12, low.y + tile_px / 2 - 1}, style.theme.text,
              decimals(number(evaluation.metrics[metric.id]), 3));
    tooltip(style, std::string(metric.definition) + "\n" + provenance(evaluation));
  }
  ImGui::SetCursorScreenPos({origin.x, origin.y + (tile_px + 8) * 3});
}

// The Library counts under its own target and run: it has to follow the matrix before it filters.
void follow_evaluation(TrainContext& context) {
  const RunView& train = context.models.run;
  const Gallery& gallery = context.models.gallery;
  const auto same_groups = [&](const TargetFacts& target) { return target.groups == train.evaluation.groups; };
  if (gallery.target() == nullptr || !same_groups(*gallery.target())) {
    const auto& targets = gallery.table().class_list().targets;
    const auto wanted = std::ranges::find_if(targets, same_groups);
    if (wanted != targets.end()) context.commands.push(SetTarget{wanted->name});
  }
  if (train.live && train.run) context.commands.push(ShowRun{*train.run, train.evaluation.epoch});
}

void show_cell(TrainContext& context, const MatrixCell& cell) {
  follow_evaluation(context);
  Filter filter;
  filter.splits = {Split::Val};
  filter.true_groups = {cell.true_group};
  filter.predicted_groups = {cell.predicted_group};
  context.commands.push(SetFilter{filter});
  context.commands.push(ShowPage{"library"});
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

void draw_numbers(TrainContext& context, const Rect& in) {
  const RunView& train = context.models.run;
  const EvaluationView& evaluation = train.evaluation;
  const Style& style = context.style;
  common::begin_card(context, "Validation", in);
  label(style, style.fonts.small, style.theme.muted, "Validation");
  if (evaluation.epoch == 0) {
    if (train.not_measurable.empty())
      label(style, style.fonts.small, style.theme.faint, "no values yet");
    else
      paragraph(style, style.fonts.small, style.theme.warning, "Not measurable: " + train.not_measurable);
    return common::end_card();
  }
  std::string auc = "AUC " + decimals(number(evaluation.metrics[Metric::Auc]), 3);
  if (evaluation.auc_low && evaluation.auc_high)
    auc += "  [" + decimals(number(evaluation.auc_low), 2) + " – " + decimals(number(evaluation.auc_high), 2) + "]";
  label(style, style.fonts.strong, style.theme.text, auc);
  tooltip(style,
          "Area under the ROC curve by rank statistic, ties one half. In brackets: 95 % bootstrap over lesions.\n" +
              provenance(evaluation));
  leak_mark(context, evaluation);
  constexpr float kBelow_px = 130;  // sliders and provenance
  const float tile_px = std::clamp((ImGui::GetContentRegionAvail().y - kBelow_px) / 3 - 8, 50.0F, 84.0F);
  metric_tiles(context, evaluation, ImGui::GetContentRegionAvail().x, tile_px);
  float threshold = evaluation.threshold;
  if (evaluation.groups.size() == 2 && slider(style, "train.threshold", "Threshold", threshold, 0.01F, 0.99F))
    context.commands.push(SetThreshold{threshold});
  if (train.epochs_done.size() > 1 && train.run && !train.live) {
    float epoch = static_cast<float>(evaluation.epoch);
    const float last = static_cast<float>(train.epochs_done.size());
    if (slider(style, "train.epoch", "Epoch", epoch, 1, last, {.format = "%.0f", .whole = true}) &&
        static_cast<int>(epoch + 0.5F) != evaluation.epoch) {
      context.commands.push(ShowRun{*train.run, static_cast<int>(epoch + 0.5F)});
    }
  }
  paragraph(style, style.fonts.tiny, style.theme.faint, provenance(evaluation));
  common::end_card();
}

// Title at the left, and at the right what it says now, as far as there is room.
void chart_title(const TrainContext& context, const Rect& card, const char* title, const std::string& note) {
  const Style& style = context.style;
  draw_text(style.fonts.small, {card.low.x + 16, card.low.y + 12}, style.theme.muted, title);
  const float room = card.width() - 44 - text_size(style.fonts.small, title).x;
  draw_text_right(style.fonts.tiny, {card.high.x - 16, card.low.y + 14}, style.theme.faint,
                  elided(style.fonts.tiny, note, room));
}

std::string roc_note(const EvaluationView& evaluation) {
  const RocPoint* point = operating_point(evaluation.roc, evaluation.threshold);
  if (point == nullptr) return {};
  return (evaluation.leak.empty() ? "at " : "LEAK; at ") + decimals(evaluation.threshold, 2) + ": recall " +
         decimals(point->true_positive_rate, 2) + ", specificity " + decimals(1 - point->false_positive_rate, 2);
}

}  // namespace

void draw_evaluation(TrainContext& context, const Rect& in) {
  const float gap = context.style.theme.gap_px, width = (in.width() - 2 * gap) / 3;
  const EvaluationView& evaluation = context.models.run.evaluation;
  Rect rest = in;
  draw_numbers(context, rest.take_left(width));
  rest.take_left(gap);
  const Rect roc = rest.take_left(width);
  rest.take_left(gap);

  common::begin_card(context, "ROC", roc, common::Scroll::No);
  chart_title(context, roc, "ROC", roc_note(evaluation));
  const auto threshold = roc_plot(
      context.style, "train.roc", {{roc.low.x + 12, roc.low.y + 36}, {roc.high.x - 12, roc.high.y - 10}},
      evaluation.roc, evaluation.threshold, evaluation.groups.size() > 2 ? "for two groups only" : "no values yet");
  if (threshold) context.commands.push(SetThreshold{std::clamp(*threshold, 0.0F, 1.0F)});
  common::end_card();

  common::begin_card(context, "Confusion", rest, common::Scroll::No);
  chart_title(context, rest, "Confusion matrix",
              evaluation.leak.empty() ? "click a cell to see its images" : "LEAK; click a cell to see its images");
  const auto cell = confusion_matrix(context.style, "train.matrix",
                                     {{rest.low.x + 16, rest.low.y + 44}, {rest.high.x - 16, rest.high.y - 16}},
                                     evaluation.groups, evaluation.confusion);
  if (cell) show_cell(context, *cell);
  common::end_card();
}

}  // namespace app
