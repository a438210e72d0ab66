// A rectangle on the screen, in pixels. Any thread; a plain value.
#pragma once

#include <imgui.h>

namespace app::widgets {

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

}  // namespace app::widgets
