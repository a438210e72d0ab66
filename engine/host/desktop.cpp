#include "engine/host/desktop.h"

#include <SDL2/SDL.h>
#include <imgui.h>

#include "engine/ui/text_glyphs.h"

namespace engine {
namespace {

constexpr std::array kPointers = {SDL_SYSTEM_CURSOR_ARROW,    SDL_SYSTEM_CURSOR_IBEAM,  SDL_SYSTEM_CURSOR_SIZEALL,
                                  SDL_SYSTEM_CURSOR_SIZENS,   SDL_SYSTEM_CURSOR_SIZEWE, SDL_SYSTEM_CURSOR_SIZENESW,
                                  SDL_SYSTEM_CURSOR_SIZENWSE, SDL_SYSTEM_CURSOR_HAND,   SDL_SYSTEM_CURSOR_NO};
static_assert(kPointers.size() == ImGuiMouseCursor_COUNT);

}  // namespace

Desktop::Desktop() {
  ImGuiIO& io = ImGui::GetIO();
  io.SetClipboardTextFn = &Desktop::copy;
  io.GetClipboardTextFn = &Desktop::paste;
  io.ClipboardUserData = this;
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  for (std::size_t i = 0; i < kPointers.size(); ++i) pointers_[i] = SDL_CreateSystemCursor(kPointers[i]);
}

Desktop::~Desktop() {
  for (SDL_Cursor* pointer : pointers_) SDL_FreeCursor(pointer);
}

void Desktop::show_pointer() {
  const int wanted = ImGui::GetMouseCursor();
  if (wanted < 0 || wanted == shown_) return;
  SDL_SetCursor(pointers_[static_cast<std::size_t>(wanted)]);
  shown_ = wanted;
}

void Desktop::copy(void*, const char* text) {
  const TextGlyphs* glyphs = text_glyphs();
  SDL_SetClipboardText(glyphs == nullptr ? text : glyphs->stored(text).c_str());
}

const char* Desktop::paste(void* self) {
  char* text = SDL_GetClipboardText();
  TextGlyphs* glyphs = text_glyphs();
  std::string& pasted = static_cast<Desktop*>(self)->pasted_;
  pasted = text != nullptr ? text : "";
  if (glyphs != nullptr) pasted = glyphs->editable(ImGui::GetFont(), pasted);
  SDL_free(text);
  return static_cast<Desktop*>(self)->pasted_.c_str();
}

}  // namespace engine
