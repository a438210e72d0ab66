// The plan of an import: what was recognised, and every part of it to look at and to change, before anything is
// written. Enter imports.
#include <algorithm>
#include <string>

#include <imgui.h>

#include "app/shell/dialog.h"
#include "app/shell/plan_parts_dialog.h"
#include "app/shell/shell_commands.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kPlanWidth_px = 1120, kPlanHeight_px = 780, kParts_px = 208, kPart_px = 36, kFooter_px = 52;

void draw_head(const ShellContext& context, const PlanView& plan) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const std::string title = elided(style.fonts.title, "Import " + plan.title, width * 0.6F);
  draw_text(style.fonts.title, at, style.theme.text, title);
  if (!plan.layout.empty())
    draw_text(style.fonts.body, {at.x + text_size(style.fonts.title, title).x + 14, at.y + 6}, style.theme.accent,
              elided(style.fonts.body, plan.layout, width * 0.35F));
  ImGui::Dummy({1, text_size(style.fonts.title, title).y + 2});
  std::string tables;
  for (const std::string& table : plan.tables) tables += (tables.empty() ? "" : "      ") + table;
  label(style, style.fonts.small, style.theme.muted,
        elided(style.fonts.small, tables.empty() ? "no table" : tables, width));
  ImGui::Dummy({1, 4});
}

void draw_parts(ShellContext& context, PlanView& plan) {
  const Style& style = context.style;
  ImGui::BeginChild("parts", {kParts_px, -kFooter_px}, false);
  for (const PlanPartView& part : plan.parts) {
    const Item row = item(style, "plan.part." + part.id, {kParts_px - 8, kPart_px});
    const bool selected = part.part == plan.part;
    if (selected || row.hovered)
      ImGui::GetWindowDrawList()->AddRectFilled(row.place.low, row.place.high,
                                                selected ? style.theme.accent_soft : style.theme.control_hovered,
                                                style.theme.control_radius_px);
    const float y = row.place.low.y + 9;
    const bool nothing = part.count == "0";
    draw_text(style.fonts.body, {row.place.low.x + 12, y},
              selected  ? style.theme.accent
              : nothing ? style.theme.faint
                        : style.theme.text,
              part.title);
    draw_text_right(style.fonts.small, {row.place.high.x - 12, y + 1},
                    part.warning ? style.theme.warning : style.theme.muted, part.count);
    if (row.clicked) plan.part = part.part;
  }
  ImGui::EndChild();
}

void draw_part(ShellContext& context, PlanView& plan) {
  switch (plan.part) {
    case PlanPart::Summary: return draw_plan_summary(context, plan);
    case PlanPart::Columns: return draw_plan_columns(context, plan);
    case PlanPart::Classes: return draw_plan_classes(context, plan);
    case PlanPart::Splits: return draw_plan_splits(context, plan);
    case PlanPart::Duplicates:
      return draw_plan_lines(context, "Duplicates", plan.duplicates, "No two pictures have the same content.");
    case PlanPart::Conflicts: return draw_plan_conflicts(context, plan);
    case PlanPart::Leaks:
      return draw_plan_lines(context, "Leaks", plan.leaks, "No lesion or patient stands in more than one split.");
    case PlanPart::LeftOut: return draw_plan_lines(context, "Left out", plan.left_out, "Nothing is left out.");
  }
}

// Reading, or why there is nothing to show.
void draw_waiting(ShellContext& context, const PlanView& plan) {
  const Style& style = context.style;
  ImGui::BeginChild("waiting", {0, -kFooter_px}, false);
  ImGui::Dummy({1, 80});
  if (plan.state == PlanState::Failed) {
    paragraph(style, style.fonts.strong, style.theme.warning, "This cannot be imported as it is");
    paragraph(style, style.fonts.body, style.theme.text, plan.message);
  } else {
    label(style, style.fonts.body, style.theme.text, plan.progress);
    progress_bar(style, plan.fraction, ImGui::GetContentRegionAvail().x, 8);
    label(style, style.fonts.small, style.theme.muted,
          "Every picture is read once, so that the plan tells what will come.");
  }
  ImGui::EndChild();
}

void draw_footer(ShellContext& context, const PlanView& plan) {
  const Style& style = context.style;
  const float y = ImGui::GetCursorPosY() + 8;
  ImGui::SetCursorPosY(y + 9);  // on one line with the buttons' text
  const bool ready = plan.state == PlanState::Ready;
  label(style, style.fonts.small, style.theme.muted,
        !ready         ? "Nothing was written"
        : plan.working ? "Looking again …"
                       : "Nothing is written until you import. Undo takes an import back as one step.");
  constexpr float kBack_px = 90, kClose_px = 90, kGo_px = 230, kGap_px = 10;
  ImGui::SetCursorPos({ImGui::GetWindowWidth() - kBack_px - kClose_px - kGo_px - 2 * kGap_px - 16, y});
  if (button(style, "plan.back", "Back", {.width_px = kBack_px, .tip = "To the folders"}))
    context.commands.push(ForgetPlan{});
  ImGui::SameLine(0, kGap_px);
  if (button(style, "plan.close", ready ? "Close" : "Cancel",
             {.kind = ButtonKind::Quiet, .width_px = kClose_px, .tip = "Escape"}))
    context.view.import.open = false;
  ImGui::SameLine(0, kGap_px);
  if (button(style, "plan.import", ready ? plan.button : "Import",
             {.kind = ButtonKind::Primary, .width_px = kGo_px, .enabled = ready && plan.can_import && !plan.working}))
    context.commands.push(ImportPlanned{});
}

const char* first_control(const PlanView& plan) {
  if (plan.can_import) return "plan.import";
  return plan.readings.empty() ? "plan.part.summary" : "plan.reading.By its table";
}

}  // namespace

void draw_import_plan(ShellContext& context, const Rect& window) {
  PlanView& plan = context.view.import.plan;
  const Style& style = context.style;
  const ImVec2 size{std::min(kPlanWidth_px, window.width() - 80), std::min(kPlanHeight_px, window.height() - 90)};
  begin_dialog(context, "import-plan", window, size, 44);
  if (plan.state == PlanState::Ready) {
    if (!std::exchange(plan.was_shown, true)) style.focus.want(first_control(plan));
    draw_head(context, plan);
    draw_parts(context, plan);
    ImGui::SameLine(0, 16);
    begin_scrolled("part", -kFooter_px, ScrollKeys::Pages);
    draw_part(context, plan);
    end_scrolled();
  } else {
    label(style, style.fonts.title, style.theme.text, "Import " + plan.title);
    draw_waiting(context, plan);
  }
  draw_footer(context, plan);
  end_dialog(context);
}

}  // namespace app
