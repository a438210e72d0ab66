#include "ml/data/colour_jitter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace ml {

namespace {

constexpr std::array<double, 3> kLuma{0.299, 0.587, 0.114};  // Rec. 601, as torchvision and Pillow

using Matrix = std::array<std::array<double, 3>, 3>;

Matrix multiply(const Matrix& a, const Matrix& b) {
  Matrix result{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::size_t k = 0; k < 3; ++k) result[i][j] += a[i][k] * b[k][j];
    }
  }
  return result;
}

Matrix saturation_matrix(double factor) {
  Matrix result{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) result[i][j] = (1 - factor) * kLuma[j] + (i == j ? factor : 0);
  }
  return result;
}

// Rodrigues' rotation about (1,1,1): greys stay grey.
Matrix hue_matrix(double hue_deg) {
  const double angle = hue_deg * std::numbers::pi / 180.0;
  const double even = (1 - std::cos(angle)) / 3;
  const double odd = std::sin(angle) / std::numbers::sqrt3;
  const double diagonal = std::cos(angle) + even;
  return {{{diagonal, even - odd, even + odd}, {even + odd, diagonal, even - odd}, {even - odd, even + odd, diagonal}}};
}

double mean_luma(std::span<const float> planes) {
  const std::size_t plane = planes.size() / 3;
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < plane; ++i) {
    if (planes[i] < 0) continue;
    for (std::size_t c = 0; c < 3; ++c) sum += kLuma[c] * planes[c * plane + i];
    ++count;
  }
  return count > 0 ? sum / static_cast<double>(count) : 0.0;
}

}  // namespace

void jitter_colours(const ColourJitter& jitter, std::span<float> planes) {
  if (jitter.brightness == 1 && jitter.contrast == 1 && jitter.saturation == 1 && jitter.hue_deg == 0) return;
  // Saturation and hue leave greys as they are, so the grey that contrast adds passes through them.
  const double gain = jitter.brightness * jitter.contrast;
  const auto offset = static_cast<float>(mean_luma(planes) * jitter.brightness * (1 - jitter.contrast));
  const Matrix matrix = multiply(hue_matrix(jitter.hue_deg), saturation_matrix(jitter.saturation));
  std::array<std::array<float, 3>, 3> map{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) map[i][j] = static_cast<float>(matrix[i][j] * gain);
  }
  const std::size_t plane = planes.size() / 3;
  float* red = planes.data();
  float* green = red + plane;
  float* blue = green + plane;
  for (std::size_t i = 0; i < plane; ++i) {
    if (red[i] < 0) continue;
    const std::array<float, 3> old{red[i], green[i], blue[i]};
    std::array<float, 3> changed{};
    for (std::size_t c = 0; c < 3; ++c) {
      const float value = map[c][0] * old[0] + map[c][1] * old[1] + map[c][2] * old[2] + offset;
      changed[c] = std::clamp(value, 0.F, 255.F);
    }
    red[i] = changed[0];
    green[i] = changed[1];
    blue[i] = changed[2];
  }
}

}  // namespace ml
