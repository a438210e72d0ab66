// Keys that the grid moves with and controls are worked with, asked the same way on every ImGui version.
// Main thread only, while a frame is built.
#pragma once

namespace engine {

enum class GridKey { Left, Right, Up, Down, Home, End, PageUp, PageDown };

// Pressed in this frame (or repeated), while no text field has the keyboard.
bool grid_key_pressed(GridKey key);

enum class FocusKey { Tab, Enter, Space, Left, Right, Up, Down };

// Pressed in this frame, also while a text field has the keyboard; Enter and Space do not repeat.
bool focus_key_pressed(FocusKey key);

bool ctrl_held();
bool shift_held();

}  // namespace engine
