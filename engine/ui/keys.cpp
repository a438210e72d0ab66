#include "engine/ui/keys.h"

#include <imgui.h>

namespace engine {

bool grid_key_pressed(GridKey key) {
  static constexpr ImGuiKey kKeys[] = {ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow, ImGuiKey_DownArrow,
                                       ImGuiKey_Home,      ImGuiKey_End,        ImGuiKey_PageUp,  ImGuiKey_PageDown};
  const ImGuiKey wanted = kKeys[static_cast<int>(key)];
  if (ImGui::GetIO().WantTextInput) return false;
#if IMGUI_VERSION_NUM >= 18700
  return ImGui::IsKeyPressed(wanted);
#else
  return ImGui::IsKeyPressed(ImGui::GetKeyIndex(wanted));
#endif
}

bool ctrl_held() { return ImGui::GetIO().KeyCtrl; }
bool shift_held() { return ImGui::GetIO().KeyShift; }

}  // namespace engine
