// The threshold of A from what a decision costs: the rule, what would follow, which images flip; kept with the run.
#include <array>
#include <string>

#include "app/pages/common/term_tip.h"
#include "app/pages/compare/compare_commands.h"
#include "app/pages/compare/compare_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

void draw_rule(CompareContext& context) {
  static constexpr std::array<std::string_view, 3> kKinds = {"Costs", "Sensitivity", "Capacity"};
  ThresholdForm& form = context.view.form;
  const Style& style = context.style;
  const int kind = segmented(style, "threshold.kind", kKinds, form.kind, 330);
  if (kind >= 0) form.kind = kind;
  constexpr float kLabel_px = 190;
  if (form.kind == 0)
    slider(style, "threshold.cost", "A miss costs, in false alarms", form.miss_cost, 0.1F, 1000,
           {.format = "%.3g : 1", .logarithmic = true, .label_px = kLabel_px});
  if (form.kind == 1)
    slider(style, "threshold.sensitivity", "Sensitivity at least", form.sensitivity, 0.5F, 1,
           {.format = "%.3f", .label_px = kLabel_px});
  if (form.kind == 2)
    slider(style, "threshold.capacity", "Share that can be called", form.capacity, 0.01F, 1,
           {.format = "%.2f", .label_px = kLabel_px});
  toggle(style, "threshold.stated", "state the prevalence where the model is used", form.stated_prevalence,
         "PPV, NPV, the share that is called and the cost depend on how common the positive group is there. Off: as "
         "among these images");
  if (form.stated_prevalence)
    slider(style, "threshold.prevalence", "Prevalence", form.prevalence, 0.0005F, 0.6F,
           {.format = "%.3g", .logarithmic = true, .label_px = kLabel_px});
  if (button(style, "threshold.choose", "Choose on validation",
             {.kind = ButtonKind::Primary, .enabled = context.view.a.has_value()}))
    context.commands.push(ChooseThreshold{});
  const auto& choice = context.view.choice;
  if (!choice || choice->run != context.view.a) return;
  ImGui::SameLine(0, 8);
  if (button(style, "threshold.keep",
             "Keep " + decimals(static_cast<float>(choice->chosen.point.threshold), 3) + " with the run",
             {.tip = "From then on it stands: other thresholds are only looked at, until it is forgotten"}))
    context.commands.push(KeepChosenThreshold{});
}

std::string interval_text(const ml::ConsequenceIntervals& at, const ConsequenceValue& of) {
  const auto& interval = at.*of.interval;
  const auto value = of.value(at.point);
  if (!interval) return value ? decimals(static_cast<float>(*value), 3) : "not defined";
  return decimals(static_cast<float>(interval->estimate), 3) + "  (" + decimals(static_cast<float>(interval->low), 3) +
         " to " + decimals(static_cast<float>(interval->high), 3) + ")";
}

void draw_threshold_line(const CompareContext& context, const char* title, const std::string& chosen,
                         const std::string& present, ImU32 colour) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  draw_text(style.fonts.small, {at.x + 4, at.y + 2}, style.theme.muted,
            elided(style.fonts.small, title, width * 0.24F));
  draw_text(style.fonts.mono, {at.x + width * 0.26F, at.y + 2}, colour,
            elided(style.fonts.mono, chosen, width * 0.36F));
  draw_text(style.fonts.mono, {at.x + width * 0.64F, at.y + 2}, style.theme.muted,
            elided(style.fonts.mono, present, width * 0.35F));
  ImGui::Dummy({width, kLine_px});
}

void draw_consequences(const CompareContext& context, const ThresholdChoice& choice) {
  const engine::Theme& theme = context.style.theme;
  draw_threshold_line(context, is_one_group(choice.drawn) ? "no intervals" : "95 % over lesions", "chosen", "present",
                      theme.muted);
  std::string threshold = decimals(static_cast<float>(choice.chosen.point.threshold), 3);
  if (choice.chosen.threshold)
    threshold += "  (" + decimals(static_cast<float>(choice.chosen.threshold->low), 3) + " to " +
                 decimals(static_cast<float>(choice.chosen.threshold->high), 3) + ")";
  draw_threshold_line(context, "threshold", threshold, decimals(static_cast<float>(choice.present.point.threshold), 3),
                      theme.text);
  for (const ConsequenceValue& value : consequence_values())
    draw_threshold_line(context, value.title, interval_text(choice.chosen, value), interval_text(choice.present, value),
                        theme.text);
}

void draw_flip_button(CompareContext& context, const ThresholdChoice& choice, bool to_positive) {
  const auto count = static_cast<int>((to_positive ? choice.flips_to_positive : choice.flips_to_negative).size());
  const std::string words = to_positive ? " become " + choice.positive : " are no longer " + choice.positive;
  if (button(context.style, to_positive ? "threshold.flips_up" : "threshold.flips_down",
             counted(count, "image", "images") + words,
             {.height_px = 32, .enabled = count > 0, .tip = "Against the present threshold; show them in the Library"}))
    context.commands.push(ShowThresholdFlips{to_positive});
}

// Beside the numbers of the images that chose the threshold: those of images that did not.
std::string cross_fitted_words(const ThresholdChoice& choice) {
  const auto& crossed = choice.cross_fitted;
  if (!crossed || !crossed->metrics.recall || !crossed->metrics.specificity)
    return "Chosen on the images it is judged on, which are too few to choose without some of them.";
  return "Chosen on the images it is judged on. Chosen without the fifth of the lesions that it is judged on: "
         "sensitivity " +
         decimals(number(crossed->metrics.recall), 3) + ", specificity " +
         decimals(number(crossed->metrics.specificity), 3) + ". Probabilities: " + choice.calibration + ".";
}

void draw_choice(CompareContext& context, const ThresholdChoice& choice) {
  const Style& style = context.style;
  section(style, "What follows");
  std::string of = choice.run_name + ", epoch " + std::to_string(choice.epoch) + ", validation, n " +
                   grouped(choice.n) + ", " + grouped(choice.positives) + " " + choice.positive + "; by " +
                   rule_words(choice.rule) + "; prevalence " +
                   percent(static_cast<float>(choice.chosen.point.prevalence), 1);
  if (is_one_group(choice.drawn)) of += "; 95 % intervals " + text_of(choice.drawn);
  paragraph(style, style.fonts.small, style.theme.muted, of);
  draw_consequences(context, choice);
  draw_flip_button(context, choice, true);
  ImGui::SameLine(0, 8);
  draw_flip_button(context, choice, false);
  if (!choice.leak.empty()) paragraph(style, style.fonts.small, style.theme.warning, "LEAK: " + choice.leak);
  paragraph(style, style.fonts.tiny, style.theme.muted, cross_fitted_words(choice));
}

void draw_kept(CompareContext& context) {
  const RunRow* a = row_of(context.models.run.runs, context.view.a);
  if (a == nullptr) return;
  const Style& style = context.style;
  section(style, "Kept with " + elided(style.fonts.small, a->name, 260));
  paragraph(style, style.fonts.small, style.theme.text,
            a->threshold_words.empty()
                ? "Nothing: 0.5 is used until a threshold is set, of the probability before calibration."
                : a->threshold_words);
  if (!a->threshold_words.empty() && button(style, "threshold.forget", "Forget it", {.height_px = 30}))
    context.commands.push(ForgetThreshold{});
}

}  // namespace

void draw_threshold_choice(CompareContext& context) {
  CompareView& view = context.view;
  const Style& style = context.style;
  if (!view.a)
    return paragraph(style, style.fonts.small, style.theme.muted, "Choose a run with a finished epoch as A.");
  draw_kept(context);
  common::term_section(style, "Choose by consequence", "", "prevalence");
  draw_rule(context);
  if (!view.threshold_working.empty()) label(style, style.fonts.small, style.theme.muted, view.threshold_working + "…");
  if (!view.threshold_problem.empty())
    return paragraph(style, style.fonts.small, style.theme.warning, view.threshold_problem);
  if (view.choice && view.choice->run == view.a) draw_choice(context, *view.choice);
}

}  // namespace app
