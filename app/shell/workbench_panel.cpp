#include "app/shell/workbench_panel.h"

#include "app/shell/shell_panel.h"

namespace app {
namespace {

constexpr float kNavigation_px = 76, kHeader_px = 64, kStatus_px = 30;

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
  widgets::Rect rest = window;
  draw_navigation(context, rest.take_left(kNavigation_px));
  draw_status(context, rest.take_bottom(kStatus_px));
  draw_header(context, rest.take_top(kHeader_px));
  rest.take_right(12);
  page.draw(context, rest);
  ImGui::End();
  draw_toasts(context, window);
  draw_dialogs(context, window);
}

}  // namespace app
