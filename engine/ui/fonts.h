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
};

// Adds the fonts to the current context's atlas. `scale` is the display's pixel density.
Fonts load_fonts(float scale);

}  // namespace engine
