// What every control is made of: a place that is pressed with the mouse or the keyboard, registered as a landmark and
// as a stop of the keyboard; and the layers in which they stand.
//
//   const Item i = item(style, "train.start", {120, 36});
//   if (i.clicked) start();
//
// Main thread only, while a frame is built.
#pragma once

#include <string_view>

#include "app/widgets/style.h"

namespace app::widgets {

struct Item {
  Rect place;
  bool hovered = false, held = false;
  bool clicked = false;  // or pressed with the keyboard
  bool focused = false;  // has the keyboard
  int step = 0;          // of a control that takes steps, by the keyboard
  int step_down = 0;     // of one that takes moves
  bool pressed = false;  // clicked with the keyboard
};

// At the cursor. One that is not enabled is no stop of the keyboard.
Item item(const Style& style, std::string_view landmark, ImVec2 size, Takes takes = Takes::Press, bool enabled = true);

// Behind a row of a list: one row is chosen, and the one under the mouse looks otherwise.
void draw_row_back(const Style& style, const Rect& row, bool chosen, bool hovered);
// A mouse that rests leaves the choice to the keyboard.
bool mouse_moved();

// A stop of the keyboard over the text from `top_y` to the cursor, where no control follows it in a window that
// scrolls: arrows and page keys scroll there. True while it has the keyboard.
bool text_stop(const Style& style, std::string_view landmark, float top_y);

// Around an ImGui text field: before it, and after it. One that stays keeps the keyboard when Enter is pressed, with
// all its text selected, so that what is typed next replaces it.
void before_text(const Style& style, std::string_view landmark, const Rect& place);
enum class OnEnter { Stays, Leaves };
void after_text(const Style& style, std::string_view landmark, OnEnter on_enter);

// The keys of this frame that the keyboard focus is moved and worked with. A text field that Tab leaves is closed.
FocusKeys take_focus_keys();
// At the end of the frame, over everything.
void draw_focus_ring(const Style& style);

}  // namespace app::widgets
