#include "ml/data/resample.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace ml {

namespace {

constexpr int kPrecisionBits = 22;  // 32 - 8 bits of pixel - 2 bits of room, as in Pillow
constexpr std::int32_t kHalf = 1 << (kPrecisionBits - 1);

// For every output pixel: the input pixels it is made of, and their fixed-point weights.
struct Taps {
  std::vector<int> first;
  std::vector<int> count;
  std::vector<std::int32_t> weights;  // `stride` of them per output pixel
  std::size_t stride = 0;

  const std::int32_t* of(int output) const { return weights.data() + static_cast<std::size_t>(output) * stride; }
};

Taps make_taps(int input_px, int output_px) {
  const double scale = static_cast<double>(input_px) / output_px;
  const double support = std::max(scale, 1.0);
  Taps taps;
  taps.stride = static_cast<std::size_t>(std::ceil(support)) * 2 + 1;
  taps.weights.resize(taps.stride * static_cast<std::size_t>(output_px));
  std::vector<double> exact(taps.stride);
  for (int i = 0; i < output_px; ++i) {
    const double centre = (i + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(centre - support + 0.5));
    const int count = std::min(input_px, static_cast<int>(centre + support + 0.5)) - first;
    double sum = 0;
    for (int k = 0; k < count; ++k) {
      const double distance = std::abs((k + first - centre + 0.5) / support);
      exact[static_cast<std::size_t>(k)] = std::max(0.0, 1.0 - distance);
      sum += exact[static_cast<std::size_t>(k)];
    }
    std::int32_t* weights = taps.weights.data() + static_cast<std::size_t>(i) * taps.stride;
    for (int k = 0; k < count; ++k) {
      weights[k] = static_cast<std::int32_t>(exact[static_cast<std::size_t>(k)] / sum * (1 << kPrecisionBits) + 0.5);
    }
    taps.first.push_back(first);
    taps.count.push_back(count);
  }
  return taps;
}

std::uint8_t to_byte(std::int32_t sum) { return static_cast<std::uint8_t>(std::clamp(sum >> kPrecisionBits, 0, 255)); }

void resize_row(const std::uint8_t* source, int channels, const Taps& taps, std::uint8_t* target, int width_px) {
  for (int x = 0; x < width_px; ++x) {
    const std::int32_t* weights = taps.of(x);
    const std::uint8_t* pixel =
        source + static_cast<std::ptrdiff_t>(taps.first[static_cast<std::size_t>(x)]) * channels;
    std::int32_t red = kHalf;
    std::int32_t green = kHalf;
    std::int32_t blue = kHalf;
    for (int k = 0; k < taps.count[static_cast<std::size_t>(x)]; ++k, pixel += channels) {
      red += pixel[0] * weights[k];
      green += pixel[1] * weights[k];
      blue += pixel[2] * weights[k];
    }
    *target++ = to_byte(red);
    *target++ = to_byte(green);
    *target++ = to_byte(blue);
  }
}

// Runs along the rows, so that the compiler can do many columns at once.
void blend_rows(const PixelsView& rows, int first, int count, const std::int32_t* weights,
                std::vector<std::int32_t>& sums, std::uint8_t* target) {
  std::fill(sums.begin(), sums.end(), kHalf);
  for (int k = 0; k < count; ++k) {
    const std::uint8_t* row = rows.row(first + k);
    const std::int32_t weight = weights[k];
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += row[i] * weight;
  }
  for (std::size_t i = 0; i < sums.size(); ++i) target[i] = to_byte(sums[i]);
}

}  // namespace

Pixels resize_bilinear(const PixelsView& source, int width_px, int height_px) {
  require_readable(source);
  if (width_px < 1 || height_px < 1) {
    throw std::runtime_error("Cannot resize an image to " + std::to_string(width_px) + "x" + std::to_string(height_px) +
                             ": both sides must be at least one pixel.");
  }
  Pixels narrow = Pixels::blank(width_px, source.height_px);
  const std::size_t row_bytes = static_cast<std::size_t>(width_px) * 3;
  const Taps across = make_taps(source.width_px, width_px);
  for (int y = 0; y < source.height_px; ++y) {
    resize_row(source.row(y), source.channels, across, narrow.data.data() + static_cast<std::size_t>(y) * row_bytes,
               width_px);
  }
  Pixels result = Pixels::blank(width_px, height_px);
  const Taps down = make_taps(source.height_px, height_px);
  std::vector<std::int32_t> sums(row_bytes);
  for (int y = 0; y < height_px; ++y) {
    const auto i = static_cast<std::size_t>(y);
    blend_rows(narrow.view(), down.first[i], down.count[i], down.of(y), sums, result.data.data() + i * row_bytes);
  }
  return result;
}

}  // namespace ml
