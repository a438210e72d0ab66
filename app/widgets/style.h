// What every widget draws with: fonts, colours, the landmarks it registers its place in, and the keyboard.
// References only; valid during the frame. Main thread only.
#pragma once

#include <string_view>

#include "app/widgets/keyboard_focus.h"
#include "app/widgets/rect.h"
#include "engine/input/landmarks.h"
#include "engine/ui/fonts.h"
#include "engine/ui/theme.h"

namespace app::widgets {

struct Style {
  const engine::Fonts& fonts;
  const engine::Theme& theme;
  engine::Landmarks& landmarks;
  KeyboardFocus& focus;

  void mark(std::string_view name, ImVec2 low, ImVec2 high) const {
    if (!name.empty()) landmarks.add(name, {low.x, low.y, high.x - low.x, high.y - low.y});
  }
};

// The same colour, more or less opaque (0..1).
ImU32 with_opacity(ImU32 colour, float opacity);
ImU32 colour_from_rgb(unsigned rgb);

}  // namespace app::widgets
