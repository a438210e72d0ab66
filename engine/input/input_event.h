// One thing the user did, in the order it happened: made from SDL events, or from a script. Positions
// are in window pixels.
// Any thread; plain values.
#pragma once

#include <string>
#include <variant>

namespace engine {

enum class MouseButton { Left, Right, Middle };

struct MouseMoved {
  float x_px = 0, y_px = 0;
};
struct MousePressed {
  MouseButton button = MouseButton::Left;
  bool down = false;
};
struct MouseWheel {
  float dx = 0, dy = 0;
};
// `name` is lower case: "a", "7", "f1", "left", "enter", "escape", "space", "tab", "backspace",
// "delete", "home", "end", "pageup", "pagedown", ".", "/", "ctrl", "shift", "alt".
struct KeyChanged {
  std::string name;
  bool down = false;
  bool repeat = false;
};
struct TextTyped {
  std::string utf8;
};
struct Resized {
  int width_px = 0, height_px = 0;
};
struct FileDropped {
  std::string path;
};

using InputEvent = std::variant<MouseMoved, MousePressed, MouseWheel, KeyChanged, TextTyped, Resized, FileDropped>;

}  // namespace engine
