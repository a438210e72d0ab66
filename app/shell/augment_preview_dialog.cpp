// What a recipe draws: the contact sheet, and a step from epoch to epoch.
#include <algorithm>
#include <string>

#include <imgui.h>

#include "app/shell/dialog.h"
#include "app/shell/shell_commands.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"
#include "engine/passes/texture_id.h"

namespace app {
using namespace widgets;
namespace {

constexpr int kStep = 6;  // epochs
constexpr float kPreviewWidth_px = 1136, kPreviewHeight_px = 736;

void sheet(const ShellContext& context, const AugmentPreviewView& view) {
  const ImVec2 room = ImGui::GetContentRegionAvail();
  if (view.texture == 0)
    return paragraph(context.style, context.style.fonts.body,
                     view.message.empty() ? context.style.theme.muted : context.style.theme.warning,
                     view.message.empty() ? "Drawing the views …" : view.message);
  const float scale = std::min(1.0F, room.x / static_cast<float>(view.width_px));
  ImGui::Image(engine::imgui_id(view.texture),
               {static_cast<float>(view.width_px) * scale, static_cast<float>(view.height_px) * scale});
}

void footer(ShellContext& context, const AugmentPreviewView& view) {
  const Style& style = context.style;
  const float y = ImGui::GetCursorPosY();
  const bool stepping = view.texture != 0 && view.fresh;
  if (stepping && button(style, "views.previous", "Earlier epochs", {.kind = ButtonKind::Quiet, .width_px = 150}))
    context.commands.push(StepAugmentPreview{std::max(0, view.first - kStep)});
  if (stepping) ImGui::SameLine();
  if (stepping && button(style, "views.next", "Later epochs", {.width_px = 150}))
    context.commands.push(StepAugmentPreview{view.first + kStep});
  if (stepping) ImGui::SameLine();
  const std::string note = view.texture == 0 ? ""
                           : view.fresh      ? "Every epoch draws anew."
                                             : "These views are kept and used in turn, epoch after epoch.";
  ImGui::SetCursorPosY(y + 9);  // on one line with the buttons' text
  label(style, style.fonts.small, style.theme.muted, note);
  ImGui::SetCursorPosY(y);
  if (close_button(style, "views.close")) context.view.preview.open = false;
}

}  // namespace

void draw_augment_preview(ShellContext& context, const Rect& window) {
  const AugmentPreviewView& view = context.view.preview;
  const float height = std::min(kPreviewHeight_px, window.high.y - window.low.y - 60);
  begin_dialog(context, "views", window, {std::min(kPreviewWidth_px, window.high.x - window.low.x - 40), height}, 40);
  label(context.style, context.style.fonts.title, context.style.theme.text, "What training will see");
  ImGui::BeginChild("sheet", {0, -48}, false);
  sheet(context, view);
  ImGui::EndChild();
  footer(context, view);
  end_dialog(context);
}

}  // namespace app
