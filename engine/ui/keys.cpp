#include "engine/ui/keys.h"

#include <imgui.h>

namespace engine {
namespace {

bool pressed(ImGuiKey key, bool repeats) {
#if IMGUI_VERSION_NUM >= 18700
  return ImGui::IsKeyPressed(key, repeats);
#else
  return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key), repeats);
#endif
}

}  // namespace

bool grid_key_pressed(GridKey key) {
  static constexpr ImGuiKey kKeys[] = {ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow, ImGuiKey_DownArrow,
                                       ImGuiKey_Home,      ImGuiKey_End,        ImGuiKey_PageUp,  ImGuiKey_PageDown};
  return !ImGui::GetIO().WantTextInput && pressed(kKeys[static_cast<int>(key)], true);
}

bool focus_key_pressed(FocusKey key) {
  static constexpr ImGuiKey kKeys[] = {ImGuiKey_Tab,        ImGuiKey_Enter,   ImGuiKey_Space,    ImGuiKey_LeftArrow,
                                       ImGuiKey_RightArrow, ImGuiKey_UpArrow, ImGuiKey_DownArrow};
  return pressed(kKeys[static_cast<int>(key)], key != FocusKey::Enter && key != FocusKey::Space);
}

bool ctrl_held() { return ImGui::GetIO().KeyCtrl; }
bool shift_held() { return ImGui::GetIO().KeyShift; }

}  // namespace engine
