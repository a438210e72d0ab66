// Gradient noise, its sum over octaves, and cellular (Worley) noise in the plane.
//
//     float mottle = fractal_noise(x * 8, y * 8, 3, seed);   // about -1..1
//     Cell cell = cellular_noise(x * 40, y * 40, 0.9f, seed); // mesh lines where f2 - f1 is small
//
// Any thread; pure functions of their arguments.
#pragma once

#include <cstdint>

#include "app/demo/field.h"

namespace app::demo {

struct Cell {
  float f1 = 0.0f;       // distance to the nearest cell point, in cells
  float f2 = 0.0f;       // and to the second nearest
  std::uint32_t id = 0;  // random bits of the nearest cell
};

float gradient_noise(float x, float y, std::uint32_t seed);
float fractal_noise(float x, float y, int octaves, std::uint32_t seed);
Cell cellular_noise(float x, float y, float jitter, std::uint32_t seed);

// `noise(x, y)` on a grid `step_px` apart, interpolated linearly: for anything that varies slowly.
template <typename Noise>
Field coarse_field(int width, int height, int step_px, const Noise& noise) {
  const int columns = width / step_px + 2;
  const int rows = height / step_px + 2;
  Field grid(columns, rows);
  for (int j = 0; j < rows; ++j)
    for (int i = 0; i < columns; ++i)
      grid.at(i, j) = noise(static_cast<float>(i * step_px), static_cast<float>(j * step_px));
  Field out(width, height);
  const float inverse = 1.0f / static_cast<float>(step_px);
  for (int y = 0; y < height; ++y) {
    const float fy = static_cast<float>(y % step_px) * inverse;
    const float* above = grid.row(y / step_px);
    const float* below = grid.row(y / step_px + 1);
    float* target = out.row(y);
    for (int x = 0; x < width; ++x) {
      const int i = x / step_px;
      const float fx = static_cast<float>(x % step_px) * inverse;
      target[x] = mix(mix(above[i], above[i + 1], fx), mix(below[i], below[i + 1], fx), fy);
    }
  }
  return out;
}

// A number in [0, 1) from the bits of a cell; `which` picks independent ones.
float cell_unit(std::uint32_t id, std::uint32_t which);

}  // namespace app::demo
