// An image in memory: srgb8, interleaved RGB or RGBA, rows top to bottom without padding.
// Any thread. Owns its pixels; a plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace engine {

struct Image {
  int width_px = 0;
  int height_px = 0;
  int channels = 3;                  // 3: RGB, 4: RGBA
  std::vector<std::uint8_t> pixels;  // width_px * height_px * channels

  static Image blank(int width_px, int height_px, int channels) {
    const std::size_t size =
        static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) * static_cast<std::size_t>(channels);
    return {width_px, height_px, channels, std::vector<std::uint8_t>(size)};
  }
  bool empty() const { return pixels.empty(); }
  std::size_t offset(int x, int y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_px) + static_cast<std::size_t>(x)) *
           static_cast<std::size_t>(channels);
  }
  const std::uint8_t* at(int x, int y) const { return pixels.data() + offset(x, y); }
  std::uint8_t* at(int x, int y) { return pixels.data() + offset(x, y); }
};

Image with_alpha(const Image& image);  // RGBA copy, opaque where there was no alpha

}  // namespace engine
