// The picture of a character for which no font has a shape: a frame with its code in hexadecimal digits in it, so that
// it can be told which one it is.
// Any thread; pure functions.
#pragma once

#include <cstdint>
#include <span>

namespace engine {

struct CodeBoxSize {
  int width_px = 0, height_px = 0;
};
CodeBoxSize code_box_size(char32_t code);
// Into coverage (0 or 255) of rows `stride` bytes apart, beginning at the box's upper left.
void draw_code_box(char32_t code, std::uint8_t* coverage, int stride);

}  // namespace engine
