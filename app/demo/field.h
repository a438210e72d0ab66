// A grid of floats the size of the photograph, and the few curves used on them.
//
// One thread at a time; the owner decides. Owns its values.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace app::demo {

struct Field {
  int width = 0;
  int height = 0;
  std::vector<float> values;

  Field() = default;
  Field(int w, int h, float value = 0.0f)
      : width(w), height(h), values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}

  float* row(int y) { return values.data() + static_cast<std::ptrdiff_t>(y) * width; }
  const float* row(int y) const { return values.data() + static_cast<std::ptrdiff_t>(y) * width; }
  float& at(int x, int y) { return row(y)[x]; }
  float at(int x, int y) const { return row(y)[x]; }
};

struct Point {
  float x = 0.0f;
  float y = 0.0f;
};

inline float clamp01(float v) { return std::clamp(v, 0.0f, 1.0f); }
inline float mix(float a, float b, float t) { return a + (b - a) * t; }
// 0 below `low`, 1 above `high`, smooth between; falls instead when low > high.
inline float smooth_step(float low, float high, float v) {
  const float t = clamp01((v - low) / (high - low));
  return t * t * (3.0f - 2.0f * t);
}

}  // namespace app::demo
