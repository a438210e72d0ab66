// ImGui's text field for text of any script: every field goes through here.
// Main thread only.
#pragma once

#include <string>

#include <imgui.h>

namespace app::widgets {

// As ImGui::InputTextWithHint.
bool input_text(const char* id, const char* hint, std::string& value, ImGuiInputTextFlags flags = 0,
                ImGuiInputTextCallback callback = nullptr, void* user = nullptr);

}  // namespace app::widgets
