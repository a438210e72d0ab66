#include "app/shell/workbench_panel.h"

#include "app/core/disclaimer.h"
#include "app/shell/epoch_strip.h"
#include "app/shell/refit_panel.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/text.h"
#include "engine/ui/scale.h"

namespace app {
namespace {

constexpr float kNavigation_px = 76, kHeader_px = 64, kStatus_px = 30, kEpochs_px = 36;
constexpr float kAboveEpochs_px = 9;  // with the strip's own edge the gap between cards

float epochs_height_px(const ShellContext& context) {
  return has_epoch_strip(context.models, context.view.page)
             ? kEpochs_px + kAboveEpochs_px + refit_panel_height_px(context)
             : 0;
}

// The epochs of the shown run, and what a refit made of them, along the bottom.
void draw_epochs(ShellContext& context, widgets::Rect& rest) {
  if (!has_epoch_strip(context.models, context.view.page)) return;
  draw_epoch_strip(context, rest.take_bottom(kEpochs_px));
  rest.take_bottom(kAboveEpochs_px);
  if (const float height = refit_panel_height_px(context); height > 0)
    draw_refit_panel(context, rest.take_bottom(height));
}

// The page alone, and what it is not.
void draw_presented(ShellContext& context, Page& page, widgets::Rect rest) {
  constexpr float kAround_px = 14, kLine_px = 24;
  const widgets::Rect line = rest.take_bottom(kLine_px);
  widgets::draw_text_centred(context.style.fonts.tiny, line, context.style.theme.muted, kDisclaimer);
  rest.take_left(kAround_px);
  rest.take_right(kAround_px);
  rest.take_top(kAround_px);
  draw_epochs(context, rest);
  context.view.stage.whole = rest;
  page.draw(context, rest);
}

}  // namespace

void draw_workbench(ShellContext& context, Page& page) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const widgets::Rect window{{0, 0}, size};
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  // No background: the clear colour is the background, which saves drawing every pixel once more.
  ImGui::Begin("workbench", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
  ImGui::PopStyleVar(3);
  engine::sharpen(*ImGui::GetWindowDrawList());
  widgets::Rect rest = window;
  if (context.view.stage.presenting) {
    draw_presented(context, page, rest);
  } else {
    draw_navigation(context, rest.take_left(kNavigation_px));
    draw_status(context, rest.take_bottom(kStatus_px));
    draw_header(context, rest.take_top(kHeader_px));
    rest.take_right(12);
    draw_epochs(context, rest);
    page.draw(context, rest);
  }
  ImGui::End();
  // No message may cover what lies under the page.
  draw_toasts(context, {window.low, {window.high.x, window.high.y - epochs_height_px(context)}});
  draw_dialogs(context, window);
}

}  // namespace app
