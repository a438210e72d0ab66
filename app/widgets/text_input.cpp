#include "app/widgets/text_input.h"

#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include "engine/ui/text_glyphs.h"

namespace app::widgets {

void forget_ended_typing() {
  ImGuiContext& context = *ImGui::GetCurrentContext();
  if (context.InputTextState.ID != context.ActiveId) context.InputTextState.ID = 0;
}

bool input_text(const char* id, const char* hint, std::string& value, ImGuiInputTextFlags flags,
                ImGuiInputTextCallback callback, void* user) {
  forget_ended_typing();
  engine::TextGlyphs* glyphs = engine::text_glyphs();
  if (glyphs == nullptr) return ImGui::InputTextWithHint(id, hint, &value, flags, callback, user);
  const std::string before = glyphs->editable(ImGui::GetFont(), value);
  std::string edited = before;
  const bool entered = ImGui::InputTextWithHint(id, hint, &edited, flags, callback, user);
  if (edited != before) value = glyphs->stored(edited);
  return entered;
}

}  // namespace app::widgets
