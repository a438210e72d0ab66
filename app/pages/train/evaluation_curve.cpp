#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "app/models/run_words.h"
#include "app/pages/common/image_parts.h"
#include "app/pages/train/live_panel.h"
#include "app/pages/train/live_words.h"
#include "app/widgets/controls.h"
#include "app/widgets/curve_plot.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr std::array<std::string_view, 2> kKinds = {"ROC", "PR"};
constexpr float kKinds_px = 104, kGroupChoice_px = 116;

// The points of the curves and the lines that show them.
struct Lines {
  std::vector<std::vector<UnitPoint>> points;
  std::vector<UnitCurve> curves;

  void add(const std::string& name, const std::vector<CurvePoint>& from, ImU32 colour, bool front) {
    auto& own = points.emplace_back();
    own.reserve(from.size());
    for (const CurvePoint& point : from) own.push_back({point.x, point.y, point.threshold});
    curves.push_back({.name = name, .points = own, .colour = colour, .front = front});
  }
};

// Of two groups the ROC is there at once; everything else comes a moment later.
std::vector<CurvePoint> points_of(const std::vector<RocPoint>& roc) {
  std::vector<CurvePoint> points;
  for (const RocPoint& point : roc)
    points.push_back({point.false_positive_rate, point.true_positive_rate, point.threshold});
  return points;
}

Lines lines_of(const TrainContext& context, CurveKind kind) {
  const EvaluationView& evaluation = context.models.run.evaluation;
  const RankCurves& curves = evaluation.details.curves;
  const engine::Theme& theme = context.style.theme;
  const bool roc = kind == CurveKind::Roc;
  const int group = looked_at(context);
  Lines lines;
  const std::vector<RunOverlay>& others = context.models.run.overlays;
  const std::vector<RocPoint>& ghost = context.models.refit.ghost_roc;
  lines.points.reserve(curves.groups.size() + others.size() + 2);  // the lines point into it
  for (std::size_t i = 0; roc && evaluation.groups.size() == 2 && i < others.size(); ++i)
    if (same_question(others[i].question, evaluation.question))
      lines.add(others[i].name, points_of(others[i].roc), overlay_colour(theme, i), false);
  if (roc && evaluation.refit && evaluation.groups.size() == 2 && !ghost.empty())
    lines.add("before", points_of(ghost), theme.faint, false);
  if (evaluation.groups.size() == 2) {
    const bool there = !curves.groups.empty();
    if (roc) lines.add(evaluation.groups[1], points_of(evaluation.roc), validation_colour(theme), true);
    if (!roc && there) lines.add(evaluation.groups[1], curves.groups[0].pr, validation_colour(theme), true);
    return lines;
  }
  for (const GroupCurves& one : curves.groups) {
    const auto index = static_cast<std::size_t>(one.group);
    if (index >= evaluation.groups.size()) continue;                      // of another run: new ones are on their way
    const bool told_apart = curves.groups.size() <= theme.series.size();  // more are a crowd behind the one
    const ImU32 colour = one.group == group ? validation_colour(theme)
                         : told_apart       ? theme.series[index % theme.series.size()]
                                            : with_opacity(theme.faint, 0.45F);
    lines.add(evaluation.groups[index], roc ? one.roc : one.pr, colour, one.group == group);
  }
  if (roc && group == kAllGroups) lines.add("mean of all", curves.mean.roc, theme.text, true);
  return lines;
}

const GroupCurves* chosen(const EvaluationView& evaluation, int group) {
  const RankCurves& curves = evaluation.details.curves;
  if (group == kAllGroups) return &curves.mean;
  const auto found = std::ranges::find(curves.groups, group, &GroupCurves::group);
  return found == curves.groups.end() ? nullptr : &*found;
}

bool all_scores_equal(const EvaluationView& evaluation) { return evaluation.roc.size() == 2; }

// What stands beside the choice of the curve.
std::string note_of(const TrainContext& context) {
  const EvaluationView& evaluation = context.models.run.evaluation;
  const std::string leak = evaluation.leak.empty() ? "" : "LEAK; ";
  const int group = looked_at(context);
  const GroupCurves* curves = chosen(evaluation, group);
  if (context.view.live.curve == CurveKind::PrecisionRecall) {
    if (!evaluation.details.ready || curves == nullptr) return leak + "computing …";
    return leak + (group == kAllGroups ? "mean average precision " : "average precision ") +
           decimals(number(curves->average_precision), 3);
  }
  if (evaluation.groups.size() == 2 && all_scores_equal(evaluation)) return leak + "all scores are equal";
  if (evaluation.groups.size() > 2) {
    if (!evaluation.details.ready || curves == nullptr) return leak + "computing …";
    return leak + (group == kAllGroups ? "mean AUC " : "AUC against the rest ") + decimals(number(curves->auc), 3);
  }
  return leak + std::string(title_of(Metric::Recall, evaluation.groups.size())) + " " +
         decimals(number(evaluation.metrics[Metric::Recall]), 2) + ", specificity " +
         decimals(number(evaluation.metrics[Metric::Specificity]), 2) + " at " + decimals(evaluation.threshold, 2);
}

// The group whose scores the curve in front is of; negative: of several.
int scored_group(const TrainContext& context) {
  const int group = looked_at(context);
  return context.models.run.evaluation.groups.size() == 2 ? 1 : group == kAllGroups ? -1 : group;
}

// What is filtered everywhere: the images with scores between two thresholds, which change sides from one to the other.
void show_stretch(TrainContext& context, const CurveStretch& stretch) {
  follow_evaluation(context);
  Filter filter;
  filter.splits = {Split::Val};
  filter.score = {scored_group(context), static_cast<double>(stretch.low), static_cast<double>(stretch.high)};
  context.commands.push(SetFilter{filter});
}

CurvePlotLook look_of(const TrainContext& context, const std::string& empty) {
  const EvaluationView& evaluation = context.models.run.evaluation;
  const bool roc = context.view.live.curve == CurveKind::Roc;
  CurvePlotLook look{.x_name = roc ? "1 − specificity" : "recall",
                     .y_name = roc ? "sensitivity" : "precision",
                     .threshold = std::nullopt,
                     .diagonal = roc,
                     .level = std::nullopt,
                     .pending = !evaluation.details.ready && evaluation.groups.size() > 2,
                     .empty = empty};
  if (evaluation.groups.size() == 2) look.threshold = evaluation.threshold;
  look.takes_stretch = roc && scored_group(context) >= 0;
  if (const auto& score = context.models.gallery.filter().score;
      look.takes_stretch && score && score->group == scored_group(context))
    look.stretch = {static_cast<float>(score->low), static_cast<float>(score->high)};
  const GroupCurves* curves = chosen(evaluation, looked_at(context));
  if (!roc && curves != nullptr && looked_at(context) != kAllGroups && curves->positives + curves->negatives > 0)
    look.level = static_cast<float>(curves->positives) / static_cast<float>(curves->positives + curves->negatives);
  return look;
}

// In the corner of the ROC that a curve seldom reaches, where there is no room above.
void draw_note_inside(const Style& style, const Rect& in, const std::string& note) {
  const std::string text = elided(style.fonts.tiny, note, in.width() - 90);
  const ImVec2 size = text_size(style.fonts.tiny, text), high{in.high.x - 26, in.high.y - 46};
  ImGui::GetWindowDrawList()->AddRectFilled({high.x - size.x - 6, high.y - size.y - 3}, {high.x + 6, high.y + 3},
                                            with_opacity(style.theme.panel, 0.85F), 4);
  draw_text_right(style.fonts.tiny, {high.x, high.y - size.y}, style.theme.text, text);
}

// Above the note, or above the button of a stretch.
void draw_curves_left_out(const TrainContext& context, const Rect& in, bool stretch) {
  const std::string left_out = curves_left_out(context.models.run);
  if (!left_out.empty())
    draw_note_inside(context.style, {in.low, {in.high.x, in.high.y - (stretch ? 44 : 22)}}, left_out);
}

// The way from a stretch to its images.
void draw_stretch_button(TrainContext& context, const Rect& in, const CurvePlotLook& look) {
  if (!look.stretch) return;
  constexpr float kWidth_px = 168, kHeight_px = 28;
  const auto images = static_cast<std::int64_t>(context.models.gallery.rows().size());
  ImGui::SetCursorScreenPos({in.high.x - 24 - kWidth_px, in.high.y - 84});
  const std::string tip = "With scores from " + decimals(look.stretch->low, 3) + " to below " +
                          decimals(look.stretch->high, 3) + ": they change sides between these thresholds";
  if (button(context.style, "train.stretch", "Show " + counted(images, "image", "images"),
             {.width_px = kWidth_px, .height_px = kHeight_px, .tip = tip}))
    context.commands.push(ShowPage{"library"});
}

std::string why_empty(const TrainContext& context) {
  const RunView& run = context.models.run;
  if (const std::string why = why_no_evaluation(run); !why.empty()) return why;
  if (const std::string why = why_no_curve(run.evaluation, looked_at(context)); !why.empty()) return why;
  if (!run.evaluation.details.problem.empty()) return run.evaluation.details.problem;
  return run.evaluation.details.ready ? "no curve: its scores could not be ranked" : "computing …";
}

}  // namespace

void draw_curve(TrainContext& context, const Rect& in) {
  LiveView& live = context.view.live;
  const Style& style = context.style;
  common::begin_card(context, "Curve", in, common::Scroll::No);
  ImGui::SetCursorScreenPos({in.low.x + 12, in.low.y + 8});
  const int kind = segmented(style, "train.curve", kKinds, static_cast<int>(live.curve), kKinds_px);
  if (kind >= 0) live.curve = static_cast<CurveKind>(kind);
  float right = in.high.x - 14;
  if (context.models.run.evaluation.groups.size() > 2 && in.width() > kKinds_px + kGroupChoice_px + 40) {
    group_choice(context, "train.curve_group", {{right - kGroupChoice_px, in.low.y + 11}, {right, in.low.y + 37}});
    right -= kGroupChoice_px + 8;
  }
  const bool any = context.models.run.evaluation.epoch > 0;
  const std::string why = why_empty(context), note = any ? note_of(context) : "";
  const float left = in.low.x + 12 + kKinds_px + 10;
  const bool beside = text_size(style.fonts.tiny, note).x <= right - left;
  if (beside) draw_text_right(style.fonts.tiny, {right, in.low.y + 17}, style.theme.muted, note);
  Lines lines;
  if (any) lines = lines_of(context, live.curve);
  const CurvePlotLook look = look_of(context, why);
  const CurveAnswer answer =
      curve_plot(style, live.curve == CurveKind::Roc ? "train.roc" : "train.pr",
                 {{in.low.x + 12, in.low.y + 46}, {in.high.x - 6, in.high.y - 6}}, lines.curves, look);
  if (!beside) draw_note_inside(style, in, note);
  if (any && live.curve == CurveKind::Roc) draw_curves_left_out(context, in, look.stretch.has_value());
  if (answer.threshold)
    context.commands.push(SetThreshold{std::clamp(*answer.threshold, 0.0F, 1.0F), context.models.run.run});
  if (answer.stretch) show_stretch(context, *answer.stretch);
  draw_stretch_button(context, in, look);
  common::end_card();
}

}  // namespace app
