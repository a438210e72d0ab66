// ImGui's text field for text of any script: every field goes through here.
// Main thread only.
#pragma once

#include <string>

#include <imgui.h>

namespace app::widgets {

// ImGui remembers what was typed in the field that had the keyboard last, to go on with it when the field gets it
// again: with an undo that fits that text only. Before each field, for its text may have been replaced since (1.86 then
// writes beyond its buffer).
void forget_ended_typing();

// As ImGui::InputTextWithHint.
bool input_text(const char* id, const char* hint, std::string& value, ImGuiInputTextFlags flags = 0,
                ImGuiInputTextCallback callback = nullptr, void* user = nullptr);

}  // namespace app::widgets
