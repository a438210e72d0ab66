// Thin dark lines in a picture's brightness: hairs, and the marks of a ruler. For this folder only.
//
// Any thread; a plain value and pure functions.
#pragma once

#include <cstdint>
#include <vector>

namespace engine {

struct Brightness {
  int width_px = 0, height_px = 0;
  std::vector<std::uint8_t> values;

  std::uint8_t at(int x, int y) const {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_px) + static_cast<std::size_t>(x)];
  }
};

struct LineShares {
  float hair = 0;   // 0..100: area of long lines
  float ruler = 0;  // 0..100: how many even marks there are in a row
};

LineShares find_thin_lines(const Brightness& brightness);

}  // namespace engine
