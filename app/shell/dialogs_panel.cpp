// Which dialog lies on top; about.
#include <imgui.h>

#include "app/core/disclaimer.h"
#include "app/shell/dialog.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

void draw_about(ShellContext& context, const Rect& window) {
  begin_dialog(context, "about", window, {600, 0}, 160);
  const Style& style = context.style;
  label(style, style.fonts.title, style.theme.text, "Nevus");
  paragraph(style, style.fonts.body, style.theme.muted,
            "A workbench for skin-lesion image sets: browse and relabel, fine-tune on the CPU, watch every number live "
            "and trace it to its images.");
  paragraph(
      style, style.fonts.body, style.theme.warning,
      std::string(kDisclaimer) + " Nothing it shows is a diagnosis, and no decision about a person may rest on it.");
  paragraph(style, style.fonts.small, style.theme.muted,
            "Every labelling is an event in an append-only log; undo is another event. Images stay where they are; the "
            "workspace refers to them by content.");
  if (close_button(style, "about.close")) context.commands.push(RunAction{"about"});
  end_dialog(context);
}

}  // namespace

void draw_dialogs(ShellContext& context, const Rect& window) {
  const std::string_view top = context.view.dialog();
  if (top.empty()) return;
  if (draw_scrim(context, window)) return context.view.close_dialogs();
  if (top == "question") draw_question(context, window);
  if (top == "palette") draw_palette(context, window);
  if (top == "label") draw_label_chooser(context, window);
  if (top == "classes") draw_classes_dialog(context, window);
  if (top == "shortcuts") draw_shortcuts(context, window);
  if (top == "about") draw_about(context, window);
  if (top == "messages") draw_messages(context, window);
  const bool planning = context.view.import.plan.state != PlanState::None;
  if (top == "import") planning ? draw_import_plan(context, window) : draw_import_dialog(context, window);
  if (top == "export") draw_export_dialog(context, window);
  if (top == "views") draw_augment_preview(context, window);
}

}  // namespace app
