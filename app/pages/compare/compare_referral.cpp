// The third answer of A: how many of the images it refers to a person, by which doubt, and what that leaves.
#include <algorithm>
#include <string>
#include <vector>

#include "app/models/referral_commands.h"
#include "app/pages/compare/compare_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "app/workspace/image_doubt.h"
#include "app/workspace/referral_choice.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kChoiceLabel_px = 190, kDoubts_px = 280;

// The first stands for the best on validation.
std::string doubt_name(int chosen) {
  return chosen < 1 ? "" : std::string(doubt_list()[static_cast<std::size_t>(chosen) - 1].name);
}

bool choose_doubt(CompareContext& context) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_text(style.fonts.small, {at.x, at.y + 8}, style.theme.muted, "by");
  ImGui::SetCursorScreenPos({at.x + kChoiceLabel_px, at.y});
  std::vector<std::string> names = {"the best doubt on validation"};
  for (const DoubtInfo& doubt : doubt_list()) names.emplace_back(doubt.title);
  const float width = std::min(kDoubts_px, ImGui::GetContentRegionAvail().x);
  const int chosen = drop_down(style, "refer.doubt", names, context.view.refer.doubt, {width, 32});
  if (chosen >= 0) context.view.refer.doubt = chosen;
  return chosen >= 0;
}

// Before the model was asked once, moving the slider asks nothing: it takes a while.
void draw_refer_form(CompareContext& context, bool asked) {
  const Style& style = context.style;
  ReferForm& form = context.view.refer;
  bool moved = slider(style, "refer.share", "Refer the most doubtful", form.percent, 0, 90,
                      {.format = "%.0f %%", .whole = true, .label_px = kChoiceLabel_px});
  moved = choose_doubt(context) || moved;
  const ChooseReferral wanted{context.view.a.value_or(0), static_cast<double>(form.percent) / 100,
                              doubt_name(form.doubt)};
  if (moved && asked) context.commands.push(wanted);
  if (!asked && button(style, "refer.choose", "Try it on validation",
                       {.kind = ButtonKind::Primary,
                        .enabled = context.view.a.has_value(),
                        .tip = "Asks the model once about each image of validation; then the slider answers at once"}))
    context.commands.push(wanted);
}

void draw_referral_line(const CompareContext& context, const std::string& title, const std::string& answered,
                        const std::string& all, ImU32 colour) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, name = std::min(kChoiceLabel_px, width * 0.4F),
              column = std::min(170.0F, (width - name) / 2);
  draw_text(style.fonts.small, {at.x + 4, at.y + 2}, style.theme.muted, elided(style.fonts.small, title, name - 8));
  draw_text(style.fonts.mono, {at.x + name, at.y + 2}, colour, elided(style.fonts.mono, answered, column - 6));
  draw_text(style.fonts.mono, {at.x + name + column, at.y + 2}, style.theme.muted,
            elided(style.fonts.mono, all, column - 6));
  ImGui::Dummy({width, kLine_px});
}

std::string of_all(std::int64_t part, std::int64_t whole) {
  const auto share = whole == 0 ? 0.0F : static_cast<float>(part) / static_cast<float>(whole);
  return grouped(part) + " (" + percent(share, 1) + ")";
}

void draw_what_follows(CompareContext& context, const ReferralChoice& choice) {
  const Style& style = context.style;
  const std::int64_t all = choice.of_all.n, answered = choice.of_answered.n;
  const auto wrong_of_all = choice.of_all.metrics[Metric::Accuracy];
  section(style, "What is left");
  const std::string of = choice.run_name + ", epoch " + std::to_string(choice.of_all.from.epoch) + ", validation, n " +
                         grouped(all) + "; by " + choice.title + ", up to " +
                         decimals(static_cast<float>(choice.answered.most_doubt), 4) + referral_threshold_words(choice);
  paragraph(style, style.fonts.small, style.theme.muted, of);
  draw_referral_line(context, "", "answered", "all", style.theme.muted);
  draw_referral_line(context, "images", of_all(answered, all), grouped(all), style.theme.text);
  draw_referral_line(context, "referred", of_all(all - answered, all), "0", style.theme.text);
  draw_referral_line(context, "answered wrongly", percent(static_cast<float>(choice.answered.risk), 1),
                     wrong_of_all ? percent(1 - static_cast<float>(*wrong_of_all), 1) : "–", style.theme.text);
  for (const Metric metric : {Metric::Auc, Metric::Recall, Metric::Specificity})
    draw_referral_line(context, std::string(title_of(metric, choice.of_all.groups.size())),
                       decimals(number(choice.of_answered.metrics[metric]), 3),
                       decimals(number(choice.of_all.metrics[metric]), 3), style.theme.text);
  paragraph(style, style.fonts.tiny, style.theme.muted,
            "Chosen on the images it is judged on: of others the share that is referred may differ.");
}

void draw_kept_referral(CompareContext& context) {
  const ReferralView& view = context.models.referral;
  const Style& style = context.style;
  const bool known = view.kept_known && view.run == context.view.a;
  paragraph(style, style.fonts.small, style.theme.text,
            !known              ? "Reading what is kept with the run …"
            : view.kept.empty() ? "Every image is answered: nothing is referred."
                                : view.kept + ".");
  if (known && !view.kept.empty() &&
      button(style, "refer.forget", "Refer nothing", {.height_px = 30, .tip = "Every image is answered again"}))
    context.commands.push(ForgetReferral{view.run});
}

void draw_keep(CompareContext& context, const ReferralChoice& choice) {
  const double referred = 1 - choice.referral.coverage;
  if (button(context.style, "refer.keep", "Keep " + percent(static_cast<float>(referred)) + " with the run",
             {.enabled = referred > 0,
              .tip = "Inspect, dropped pictures and `nevus predict` then say of such images: refer to a person. It "
                     "travels in the model's file"}))
    context.commands.push(KeepReferral{});
}

}  // namespace

void draw_referral_choice(CompareContext& context) {
  if (!context.view.a) return;
  const Style& style = context.style;
  section(style, "Refer to a person");
  draw_kept_referral(context);
  const ReferralView& view = context.models.referral;
  const bool of_a = view.run == context.view.a;
  draw_refer_form(context, of_a && view.choice);
  if (!of_a) return;
  if (view.choice) draw_keep(context, *view.choice);
  if (!view.working.empty()) label(style, style.fonts.small, style.theme.muted, view.working + " …");
  if (!view.problem.empty()) return paragraph(style, style.fonts.small, style.theme.warning, view.problem);
  if (view.choice) draw_what_follows(context, *view.choice);
}

}  // namespace app
