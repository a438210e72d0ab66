// One glyph as coverage, placed relative to the pen on the baseline.
// Any thread; a plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace engine {

struct GlyphPicture {
  int left_px = 0;  // of the pen
  int top_px = 0;   // above the baseline
  int width_px = 0, height_px = 0;
  float advance_px = 0;
  std::vector<std::uint8_t> cover;  // rows from the top

  static GlyphPicture blank(int width_px, int height_px) {
    GlyphPicture picture;
    picture.width_px = width_px;
    picture.height_px = height_px;
    picture.cover.resize(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px));
    return picture;
  }
  std::uint8_t& at(int x, int y) { return cover[index(x, y)]; }
  std::uint8_t at(int x, int y) const { return cover[index(x, y)]; }

 private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_px) + static_cast<std::size_t>(x);
  }
};

}  // namespace engine
