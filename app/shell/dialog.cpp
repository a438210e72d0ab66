#include "app/shell/dialog.h"

#include <imgui.h>

namespace app {
using namespace widgets;
namespace {

constexpr ImGuiWindowFlags kDialog =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;

}  // namespace

void begin_dialog(const ShellContext& context, const char* name, const Rect& window, ImVec2 size, float y) {
  ImGui::SetNextWindowPos({window.centre().x, y}, ImGuiCond_Always, {0.5F, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, context.style.theme.panel_raised);
  ImGui::Begin(name, nullptr, kDialog);
}

void end_dialog() {
  ImGui::End();
  ImGui::PopStyleColor();
}

bool draw_scrim(const Rect& window) {
  ImGui::SetNextWindowPos(window.low);
  ImGui::SetNextWindowSize({window.width(), window.height()});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, IM_COL32(6, 7, 10, 150));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin("scrim", nullptr, kDialog);
  ImGui::SetCursorScreenPos(window.low);
  ImGui::InvisibleButton("outside", {window.width(), window.height()});
  const bool clicked = ImGui::IsItemActivated();
  ImGui::End();
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor();
  return clicked;
}

}  // namespace app
