#include "ml/data/colour_constancy.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace ml {

namespace {

double sixth_power(float value) {
  const double cube = static_cast<double>(value) * static_cast<double>(value) * static_cast<double>(value);
  return cube * cube;
}

}  // namespace

std::array<float, 3> shades_of_grey(std::span<const float> planes) {
  const std::size_t plane = planes.size() / 3;
  std::array<double, 3> light{};
  for (std::size_t c = 0; c < 3; ++c) {
    double sum = 0;
    for (const float value : planes.subspan(c * plane, plane)) sum += value > 0.F ? sixth_power(value) : 0.0;
    light[c] = std::pow(sum / static_cast<double>(std::max<std::size_t>(plane, 1)), 1.0 / 6.0);
  }
  const double grey = std::sqrt((light[0] * light[0] + light[1] * light[1] + light[2] * light[2]) / 3.0);
  std::array<float, 3> gains{1.F, 1.F, 1.F};
  for (std::size_t c = 0; c < 3; ++c)
    if (light[c] > 0) gains[c] = static_cast<float>(grey / light[c]);
  return gains;
}

void remove_colour_cast(std::span<float> planes) {
  const std::array<float, 3> gains = shades_of_grey(planes);
  const std::size_t plane = planes.size() / 3;
  for (std::size_t c = 0; c < 3; ++c)
    for (float& value : planes.subspan(c * plane, plane))
      if (value > 0.F) value = std::min(255.F, value * gains[c]);
}

}  // namespace ml
