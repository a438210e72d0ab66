#include "app/shell/dialog.h"

#include <algorithm>

#include <imgui.h>

#include "app/widgets/controls.h"
#include "engine/ui/scale.h"

namespace app {
using namespace widgets;
namespace {

constexpr ImGuiWindowFlags kScrim =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
// A dialog that is higher than the window scrolls.
constexpr ImGuiWindowFlags kDialog = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                     ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoMove |
                                     ImGuiWindowFlags_NoSavedSettings;

constexpr float kWindowEdge_px = 12;

}  // namespace

void begin_dialog(const ShellContext& context, const char* name, const Rect& window, ImVec2 size, float y) {
  const float most_px = window.height() - 2 * kWindowEdge_px;
  const float top =
      size.y > 0 ? std::clamp(y, kWindowEdge_px, std::max(kWindowEdge_px, window.height() - size.y - kWindowEdge_px))
                 : std::min(y, window.height() / 8);
  ImGui::SetNextWindowPos({window.centre().x, top}, ImGuiCond_Always, {0.5F, 0});
  ImGui::SetNextWindowSize({std::min(size.x, window.width() - 2 * kWindowEdge_px), std::min(size.y, most_px)});
  ImGui::SetNextWindowSizeConstraints({0, 0}, {window.width(), window.height() - top - kWindowEdge_px});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, context.style.theme.panel_raised);
  ImGui::Begin(name, nullptr, kDialog);
  engine::sharpen(*ImGui::GetWindowDrawList());
  context.style.focus.begin_layer(name, LayerKind::Dialog);
}

void end_dialog(const ShellContext& context) {
  context.style.focus.end_layer();
  ImGui::End();
  ImGui::PopStyleColor();
}

void begin_scrolled(const char* name, float rest_px, ScrollKeys keys) {
  ImGui::BeginChild(name, {0, rest_px}, false);
  scroll_with_keys(keys);
}

void end_scrolled() { ImGui::EndChild(); }

bool close_button(const Style& style, std::string_view landmark) {
  constexpr float kClose_px = 90;
  ImGui::SetCursorPosX(ImGui::GetWindowWidth() - kClose_px - 16);
  return button(style, landmark, "Close", {.kind = ButtonKind::Quiet, .width_px = kClose_px});
}

bool draw_scrim(const ShellContext& context, const Rect& window) {
  ImGui::SetNextWindowPos(window.low);
  ImGui::SetNextWindowSize({window.width(), window.height()});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, context.style.theme.scrim);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin("scrim", nullptr, kScrim);
  ImGui::SetCursorScreenPos(window.low);
  ImGui::InvisibleButton("outside", {window.width(), window.height()});
  const bool clicked = ImGui::IsItemActivated();
  ImGui::End();
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor();
  return clicked;
}

}  // namespace app
