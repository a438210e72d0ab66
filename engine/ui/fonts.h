// The fonts of the interface, one ImFont per size (scaled glyphs are blurred). Missing font files fall
// back to ImGui's own font; icons then become short words (icons.h).
// Main thread only. ImGui's atlas owns the fonts.
#pragma once

#include <imgui.h>

namespace engine {

struct Fonts {
  ImFont* body = nullptr;    // Inter Regular 16
  ImFont* small = nullptr;   // Inter Regular 14
  ImFont* tiny = nullptr;    // Inter Regular 12
  ImFont* strong = nullptr;  // Inter SemiBold 16
  ImFont* title = nullptr;   // Inter SemiBold 22
  ImFont* mono = nullptr;    // JetBrains Mono 13
  ImFont* icons = nullptr;   // Fork Awesome 20; also merged into body, small and strong
  bool has_icons = false;
  float scale = 1;   // pixels of the window per logical pixel: sizes are logical, glyphs as large as they are seen
  int room_id = -1;  // of the rectangle kept free in the atlas (glyph_room.h)
};

// Fills the current context's atlas, which forgets what it held: not while a frame is built. `scale` is the interface's
// (scale.h); `room_px` rows are kept free for glyphs that are added later.
Fonts load_fonts(float scale, int room_px);

// Loaded from the beginning, where the font has it: Latin, the signs and icons of the interface.
bool is_loaded_at_once(char32_t code);

}  // namespace engine
