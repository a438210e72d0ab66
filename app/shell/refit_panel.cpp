#include "app/shell/refit_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include <imgui.h>

#include "app/models/refit_commands.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kSwitch_px = 92, kPanel_px = 138, kNarrow_px = 1200, kMoreLines_px = 28, kCurves_px = 108,
                kSmallPanel_px = 62, kButtons_px = 128, kFigure_px = 19;

std::string value_text(const std::optional<double>& value) { return decimals(number(value), 3); }

std::string signed_text(double value) {
  const double rounded = std::round(value * 1000) / 1000;
  return (rounded > 0 ? "+" : rounded < 0 ? "−" : "±") + decimals(static_cast<float>(std::abs(rounded)), 3);
}

std::string difference_text(const std::optional<SignedDifference>& difference) {
  if (!difference) return "–";
  if (difference->value == 0 && difference->low == 0.0 && difference->high == 0.0) return "no change";
  std::string text = signed_text(difference->value);
  if (difference->low && difference->high)
    text += "  [" + signed_text(*difference->low) + ", " + signed_text(*difference->high) + "]";
  return text;
}

std::string headline(const RefitView& refit) {
  switch (refit.state) {
    case RefitState::Off: return "";
    case RefitState::Current: return "labels are as the run knew them";
    case RefitState::Waiting: return refit.stale ? "refit of a label ago, waiting …" : "waiting …";
    case RefitState::Working: return refit.stale ? "refit of a label ago, refitting …" : "refitting …";
    case RefitState::Dropped: return "dropped, until the next label";
    case RefitState::Failed: return "no refit: " + refit.problem;
    case RefitState::Shown: break;
  }
  const auto& total = refit.effect->of(EffectPart::Total, Metric::Auc);
  if (!total) return "refit; no AUC is defined";
  return "AUC " + value_text(refit.effect->before[Metric::Auc]) + " → " + value_text(refit.effect->now[Metric::Auc]) +
         "  (" + signed_text(total->value) + ")";
}

// What changed, and where a rise comes from.
std::string changes_text(const ShellContext& context) {
  const RefitView& refit = context.models.refit;
  const auto labels = [](std::size_t count) { return counted(static_cast<std::int64_t>(count), "label", "labels"); };
  std::string text = refit.state == RefitState::Failed ? "Not refit to the newest label: " + refit.problem +
                                                             ". What is shown is the refit of before. "
                                                       : "";
  text += "Since it was trained " + labels(refit.learnt_changed) + " it learnt from and " +
          labels(refit.judged_changed) + " it is measured by changed.";
  const auto& by_labels = refit.effect->of(EffectPart::EvaluationLabels, Metric::Auc);
  const auto& total = refit.effect->of(EffectPart::Total, Metric::Auc);
  const auto& model = refit.effect->of(EffectPart::Model, Metric::Auc);
  if (!refit.model_changed)
    text += " The model is as it was: whatever moved, moved because evaluation labels were edited.";
  if (refit.model_changed && by_labels && by_labels->value > 0 && total && total->value > 0)
    text += " Of the rise " + signed_text(by_labels->value) +
            " is because evaluation labels were edited, and says nothing of the model.";
  if (refit.model_changed && model) {
    const auto& training = refit.effect->of(EffectPart::TrainingOn, Metric::Auc);
    const auto& learnt = refit.effect->of(EffectPart::LearntLabels, Metric::Auc);
    text += " Of the model's AUC " + signed_text(training->value) + " is training on without a new label, " +
            signed_text(learnt->value) + " the labels it learnt.";
    if (model->within_noise()) text += " The model's part is within noise.";
  }
  if (refit.kept_scores > 0)
    text += " " + counted(static_cast<std::int64_t>(refit.kept_scores), "image keeps", "images keep") +
            " the stored score: no features are cached.";
  return text;
}

std::string matrix_text(const RelabelEffect& effect) {
  const auto& was = effect.confusion_before;
  const auto& is = effect.confusion_now;
  if (was.size() != is.size()) return {};
  const auto moved = [&](const char* name, std::size_t cell) {
    return std::string(name) + " " + grouped(was[cell]) + " → " + grouped(is[cell]);
  };
  if (was.size() == 4)
    return moved("TP", 3) + "    FP " + moved("", 1).substr(1) + "    FN " + moved("", 2).substr(1) + "    TN " +
           moved("", 0).substr(1);
  const auto groups = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(was.size()))));
  std::int64_t hits_before = 0, hits_now = 0;
  for (std::size_t group = 0; group < groups; ++group) {
    hits_before += was[group * groups + group];
    hits_now += is[group * groups + group];
  }
  return "right " + grouped(hits_before) + " → " + grouped(hits_now);
}

struct Columns {
  float metric, values, total, labels, model;
};

Columns columns_of(const Rect& in) {
  const float first = 112, values = 116, each = (in.width() - first - values) / 3;
  return {in.low.x, in.low.x + first, in.low.x + first + values, in.low.x + first + values + each,
          in.low.x + first + values + 2 * each};
}

void draw_row(const Style& style, const Columns& at, float y, const RelabelEffect& effect, Metric metric) {
  const ImFont* font = metric == Metric::Auc ? style.fonts.small : style.fonts.tiny;
  const std::size_t groups = effect.confusion_now.size() == 4 ? 2 : 0;
  draw_text(font, {at.metric, y}, style.theme.muted, title_of(metric, groups));
  draw_text(font, {at.values, y}, style.theme.text,
            value_text(effect.before[metric]) + " → " + value_text(effect.now[metric]));
  const float room = at.labels - at.total - 8;
  const auto part = [&](float x, EffectPart which) {
    draw_text(style.fonts.tiny, {x, y + (metric == Metric::Auc ? 2.0F : 0.0F)}, style.theme.text,
              elided(style.fonts.tiny, difference_text(effect.of(which, metric)), room));
  };
  part(at.total, EffectPart::Total);
  part(at.labels, EffectPart::EvaluationLabels);
  part(at.model, EffectPart::Model);
}

void draw_table(const ShellContext& context, Rect in) {
  const Style& style = context.style;
  const RelabelEffect& effect = *context.models.refit.effect;
  const Columns at = columns_of(in);
  const std::array<std::pair<float, const char*>, 4> heads = {{{at.values, "was → is"},
                                                               {at.total, "difference, 95 %"},
                                                               {at.labels, "by evaluation labels"},
                                                               {at.model, "by the model"}}};
  for (const auto& [x, text] : heads) draw_text(style.fonts.tiny, {x, in.low.y}, style.theme.faint, text);
  const bool binary = effect.confusion_now.size() == 4;
  float y = in.low.y + 17;
  for (const Metric metric : {Metric::Auc, binary ? Metric::Recall : Metric::BalancedAccuracy,
                              binary ? Metric::Specificity : Metric::Accuracy}) {
    draw_row(style, at, y, effect, metric);
    y += kFigure_px;
  }
  draw_text(style.fonts.tiny, {at.metric, y}, style.theme.muted, matrix_text(effect));
  ImGui::SetCursorScreenPos({in.low.x, y + 17});
  const bool edited = context.models.refit.judged_changed > 0;
  paragraph(style, style.fonts.tiny, edited ? style.theme.warning : style.theme.muted, changes_text(context),
            in.high.x - ImGui::GetWindowPos().x);
}

void draw_curve(const Rect& in, std::span<const RocPoint> curve, ImU32 colour, float width_px) {
  std::vector<ImVec2> points;
  for (const RocPoint& point : curve)
    points.push_back(
        {in.low.x + point.false_positive_rate * in.width(), in.high.y - point.true_positive_rate * in.height()});
  ImGui::GetWindowDrawList()->AddPolyline(points.data(), static_cast<int>(points.size()), colour, 0, width_px);
}

// The curve as it was, faint, and as it is.
void draw_curves(ShellContext& context, const Rect& in) {
  const Style& style = context.style;
  const EvaluationView& now = context.models.run.evaluation;
  ImGui::GetWindowDrawList()->AddRectFilled(in.low, in.high, style.theme.control, 4);
  draw_curve(in, context.models.refit.ghost_roc, style.theme.faint, 1.5F);
  draw_curve(in, now.roc, style.theme.accent, 2);
  ImGui::SetCursorScreenPos(in.low);
  ImGui::Dummy({in.width(), in.height()});
  tooltip(style, std::string("ROC. Faint: the run as stored, with the labels it knew. Bright: ") +
                     (now.refit ? "the refit" : "the shown epoch") + ", with the labels of now");
}

void draw_buttons(ShellContext& context, const Rect& in) {
  const RefitView& refit = context.models.refit;
  ImGui::SetCursorScreenPos(in.low);
  if (refit.lacking > 0) {
    if (button(context.style, "refit.extract", "Compute them",
               {.width_px = in.width(), .height_px = 30, .tip = "In the background; switching the refit off ends it"}))
      context.commands.push(ExtractForRefit{});
    return;
  }
  if (!refit.has_effect()) return;
  if (button(context.style, "refit.adopt", refit.adopting ? "Adopting …" : "Adopt",
             {.kind = ButtonKind::Primary,
              .width_px = in.width(),
              .height_px = 30,
              .enabled = refit.model_changed && refit.state == RefitState::Shown && !refit.adopting,
              .tip = refit.model_changed ? "Keep it as a run of its own, with the run it came from"
                                         : "No training label changed: there is no other model to keep"}))
    context.commands.push(AdoptRefit{});
  ImGui::SetCursorScreenPos({in.low.x, in.low.y + 36});
  if (button(context.style, "refit.drop", "Drop",
             {.width_px = in.width(), .height_px = 30, .tip = "Back to the run as it is stored, until the next label"}))
    context.commands.push(DropRefit{});
}

}  // namespace

void draw_refit_pill(ShellContext& context, const Rect& in) {
  const RefitView& refit = context.models.refit;
  const Style& style = context.style;
  ImGui::SetCursorScreenPos(in.low);
  if (button(style, "refit.switch", refit.on() ? "Refit on" : "Refit off",
             {.width_px = kSwitch_px,
              .height_px = in.height(),
              .selected = refit.on(),
              .tip = "After each label the head of the shown run is refit from cached features, and what the label "
                     "did is shown (Ctrl Shift R)"}))
    context.commands.push(SwitchRefit{!refit.on()});
  const Rect words{{in.low.x + kSwitch_px + 6, in.low.y}, in.high};
  if (!refit.on())
    return draw_text(style.fonts.tiny, {words.low.x + 4, words.centre().y - 7}, style.theme.faint,
                     elided(style.fonts.tiny, "the score as the run was stored", words.width() - 4));
  ImGui::SetCursorScreenPos(words.low);
  const bool failed = refit.state == RefitState::Failed;
  constexpr float kRoomForWords_px = 220;
  std::string text = headline(refit);
  if (words.width() < kRoomForWords_px && text.starts_with("AUC ")) text.erase(0, 4);
  text = elided(style.fonts.small, text, words.width() - 28);
  if (button(style, "refit.details", text,
             {.kind = ButtonKind::Quiet,
              .width_px = words.width(),
              .height_px = in.height(),
              .selected = context.view.refit_open,
              .tip = failed ? refit.problem : "What the labels did, by cause; again: closed"}))
    context.view.refit_open = !context.view.refit_open;
}

float refit_panel_height_px(const ShellContext& context) {
  const RefitView& refit = context.models.refit;
  if (!context.view.refit_open || !refit.on()) return 0;
  if (!refit.has_effect()) return kSmallPanel_px;
  return ImGui::GetIO().DisplaySize.x < kNarrow_px ? kPanel_px + kMoreLines_px : kPanel_px;
}

void draw_refit_panel(ShellContext& context, const Rect& in) {
  const Style& style = context.style;
  const RefitView& refit = context.models.refit;
  ImGui::GetWindowDrawList()->AddRectFilled({in.low.x, in.low.y + 4}, {in.high.x, in.high.y - 4}, style.theme.panel,
                                            style.theme.radius_px);
  Rect rest{{in.low.x + 16, in.low.y + 12}, {in.high.x - 16, in.high.y - 8}};
  const Rect buttons = rest.take_right(kButtons_px);
  rest.take_right(16);
  draw_buttons(context, buttons);
  if (!refit.ghost_roc.empty() && in.width() > kNarrow_px - 150) {
    const float side = std::min(rest.height(), kCurves_px);
    const Rect curves = rest.take_left(side);
    draw_curves(context, {curves.low, {curves.high.x, curves.low.y + side}});
    rest.take_left(18);
  }
  if (refit.has_effect()) return draw_table(context, rest);
  ImGui::SetCursorScreenPos(rest.low);
  const std::string why = refit.state == RefitState::Failed ? "The head cannot be refit: " + refit.problem
                          : context.models.run.live
                              ? "The head of the run that trains is refit once it has ended."
                              : headline(refit) + ". Change a label, and what it does to the numbers is shown here.";
  paragraph(style, style.fonts.small, refit.state == RefitState::Failed ? style.theme.warning : style.theme.muted, why,
            rest.high.x - ImGui::GetWindowPos().x);
}

}  // namespace app
