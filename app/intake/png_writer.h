// Pixels without a file format as PNG, so that they can be stored and decoded as every other picture. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace app {

struct PixelShape {
  unsigned width_px = 0, height_px = 0;
  bool colour = false;  // RGB, else grey; 8 bits
};

// Throws std::runtime_error when the pixels do not fit the shape.
std::vector<std::byte> png_bytes(const PixelShape& shape, std::span<const std::uint8_t> pixels);

// RRR…GGG…BBB… to RGBRGB….
void interleave(std::vector<std::uint8_t>& planes);

}  // namespace app
