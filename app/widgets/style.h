// What every widget draws with: fonts, colours, and the landmarks it registers its place in.
// References only; valid during the frame. Main thread only.
#pragma once

#include <string_view>

#include "engine/ui/fonts.h"
#include "engine/input/landmarks.h"
#include "engine/ui/theme.h"

namespace app::widgets {

struct Style {
  const engine::Fonts& fonts;
  const engine::Theme& theme;
  engine::Landmarks& landmarks;

  void mark(std::string_view name, ImVec2 low, ImVec2 high) const {
    if (!name.empty()) landmarks.add(name, {low.x, low.y, high.x - low.x, high.y - low.y});
  }
};

struct Rect {
  ImVec2 low, high;
  float width() const { return high.x - low.x; }
  float height() const { return high.y - low.y; }
  ImVec2 centre() const { return {(low.x + high.x) / 2, (low.y + high.y) / 2}; }
  // Cuts a strip off one side and keeps the rest.
  Rect take_top(float px) {
    const Rect part{low, {high.x, low.y + px}};
    low.y += px;
    return part;
  }
  Rect take_bottom(float px) {
    const Rect part{{low.x, high.y - px}, high};
    high.y -= px;
    return part;
  }
  Rect take_left(float px) {
    const Rect part{low, {low.x + px, high.y}};
    low.x += px;
    return part;
  }
  Rect take_right(float px) {
    const Rect part{{high.x - px, low.y}, high};
    high.x -= px;
    return part;
  }
  Rect inset(float px) const { return {{low.x + px, low.y + px}, {high.x - px, high.y - px}}; }
};

// The same colour, more or less opaque (0..1).
ImU32 with_opacity(ImU32 colour, float opacity);
ImU32 colour_from_rgb(unsigned rgb);

}  // namespace app::widgets
