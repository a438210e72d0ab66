// A asked about the images of another workspace: its numbers there, and what they owe to its training images.
#include <array>
#include <string>

#include "app/pages/compare/compare_commands.h"
#include "app/pages/compare/compare_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

void draw_part_line(const CompareContext& context, const std::string& title, const std::string& all,
                    const std::string& without) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  draw_text(style.fonts.small, {at.x + 4, at.y + 2}, style.theme.muted, elided(style.fonts.small, title, width * 0.3F));
  draw_text(style.fonts.mono, {at.x + width * 0.34F, at.y + 2}, style.theme.text, all);
  draw_text(style.fonts.mono, {at.x + width * 0.6F, at.y + 2}, style.theme.muted, without);
  ImGui::Dummy({width, kLine_px});
}

void draw_numbers(const CompareContext& context, const EvaluateOutcome& outcome) {
  const Evaluation& all = outcome.evaluation;
  const bool leaks = outcome.without_leak.has_value();
  draw_part_line(context, "metric", "n " + grouped(all.n),
                 leaks ? "without the leak, n " + grouped(outcome.without_leak->n) : "");
  for (const MetricInfo& metric : metric_table())
    draw_part_line(context, std::string(title_of(metric.id, all.groups.size())),
                   decimals(number(all.metrics[metric.id]), 3),
                   leaks ? decimals(number(outcome.without_leak->metrics[metric.id]), 3) : "");
  if (all.auc_low && all.auc_high)
    draw_part_line(context, "AUC, 95 % over lesions",
                   decimals(number(all.auc_low), 3) + " to " + decimals(number(all.auc_high), 3), "");
}

void draw_notes(const CompareContext& context, const EvaluateOutcome& outcome) {
  const Style& style = context.style;
  if (outcome.leak.found())
    paragraph(style, style.fonts.small, style.theme.warning, "LEAK: " + outcome.leak.text + ".");
  if (outcome.looks) paragraph(style, style.fonts.small, style.theme.warning, looks_text(*outcome.looks));
  if (!outcome.unreadable.empty())
    paragraph(style, style.fonts.small, style.theme.warning,
              grouped(static_cast<std::int64_t>(outcome.unreadable.size())) +
                  " images could not be read; the first: " + outcome.unreadable.front());
  for (const std::string& note : outcome.notes) paragraph(style, style.fonts.small, style.theme.muted, note);
}

}  // namespace

std::string elsewhere_words(const std::string& run, const ElsewhereRequest& asked, const EvaluateOutcome& outcome) {
  const Evaluation& found = outcome.evaluation;
  std::string words = run + " on " +
                      std::string(found.from.split == "val"     ? "validation"
                                  : found.from.split == "train" ? "training"
                                                                : found.from.split) +
                      " of " + asked.workspace.string() + ", n " + grouped(found.n);
  if (found.groups.size() == 2) words += ", at the threshold " + decimals(static_cast<float>(found.threshold), 3);
  return words;
}

void draw_elsewhere(CompareContext& context) {
  CompareView& view = context.view;
  const Style& style = context.style;
  const RunRow* a = row_of(context.models.run.runs, view.a);
  section(style, "A asked about another workspace");
  paragraph(style, style.fonts.small, style.theme.muted,
            a == nullptr ? "Choose a run with a finished epoch as A."
                         : "The model of " + a->name +
                               " and the labels of the other workspace. Images it was trained on are found by their "
                               "content and marked.");
  text_field(style, "elsewhere.folder", "Workspace", "/path/of/the/other/workspace", view.other.folder, 90);
  constexpr std::array<std::string_view, 3> kNames = {"validation", "training", "test"};
  const int split = segmented(style, "elsewhere.split", kNames, view.other.split, 330);
  if (split >= 0) view.other.split = split;
  if (button(style, "elsewhere.run", "Evaluate there",
             {.kind = ButtonKind::Primary,
              .enabled = a != nullptr && !view.other.folder.empty() && view.other_working.empty()}))
    context.commands.push(EvaluateElsewhere{});
  if (!view.other_working.empty()) label(style, style.fonts.small, style.theme.muted, view.other_working + "…");
  if (!view.other_problem.empty()) paragraph(style, style.fonts.small, style.theme.warning, view.other_problem);
  if (!view.elsewhere) return;
  paragraph(style, style.fonts.small, style.theme.text, view.elsewhere_of);
  draw_numbers(context, *view.elsewhere);
  draw_notes(context, *view.elsewhere);
}

}  // namespace app
