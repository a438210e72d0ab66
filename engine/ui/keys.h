// Keys that the grid moves with, asked the same way on every ImGui version.
// Main thread only, while a frame is built.
#pragma once

namespace engine {

enum class GridKey { Left, Right, Up, Down, Home, End, PageUp, PageDown };

// Pressed in this frame (or repeated), while no text field has the keyboard.
bool grid_key_pressed(GridKey key);
bool ctrl_held();
bool shift_held();

}  // namespace engine
