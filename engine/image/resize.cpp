#include "engine/image/resize.h"

#include <algorithm>
#include <cmath>

namespace engine {
namespace {

// The source pixels that make one target pixel, and how much each counts (sums to 1).
struct Taps {
  int first = 0;
  std::vector<float> weights;
};

std::vector<Taps> taps_for(int source, int target) {
  const float scale = static_cast<float>(source) / static_cast<float>(target);
  const float reach = std::max(scale, 1.0F);
  std::vector<Taps> taps(static_cast<std::size_t>(target));
  for (int i = 0; i < target; ++i) {
    const float centre = (static_cast<float>(i) + 0.5F) * scale;
    const int first = std::max(0, static_cast<int>(std::floor(centre - reach)));
    const int last = std::min(source - 1, static_cast<int>(std::ceil(centre + reach)));
    Taps& tap = taps[static_cast<std::size_t>(i)];
    tap.first = first;
    float sum = 0;
    for (int s = first; s <= last; ++s) {
      tap.weights.push_back(std::max(0.0F, 1.0F - std::abs(static_cast<float>(s) + 0.5F - centre) / reach));
      sum += tap.weights.back();
    }
    for (float& weight : tap.weights) weight /= sum;
  }
  return taps;
}

std::vector<float> resize_rows(const Image& image, const std::vector<Taps>& taps) {
  const std::size_t channels = static_cast<std::size_t>(image.channels);
  std::vector<float> out(taps.size() * static_cast<std::size_t>(image.height_px) * channels);
  float* to = out.data();
  for (int y = 0; y < image.height_px; ++y) {
    for (const Taps& tap : taps) {
      const std::uint8_t* from = image.at(tap.first, y);
      for (const float weight : tap.weights) {
        for (std::size_t c = 0; c < channels; ++c) to[c] += weight * static_cast<float>(*from++);
      }
      to += channels;
    }
  }
  return out;
}

Image crop(const Image& image, int x, int y, int width_px, int height_px) {
  Image out = Image::blank(width_px, height_px, image.channels);
  for (int row = 0; row < height_px; ++row) std::copy_n(image.at(x, y + row), out.offset(0, 1), out.at(0, row));
  return out;
}

}  // namespace

Image resize(const Image& image, int width_px, int height_px) {
  const std::vector<float> rows = resize_rows(image, taps_for(image.width_px, width_px));
  const std::size_t stride = static_cast<std::size_t>(width_px) * static_cast<std::size_t>(image.channels);
  Image out = Image::blank(width_px, height_px, image.channels);
  std::vector<float> line(stride);
  std::uint8_t* to = out.pixels.data();
  for (const Taps& tap : taps_for(image.height_px, height_px)) {
    std::ranges::fill(line, 0.0F);
    for (std::size_t k = 0; k < tap.weights.size(); ++k) {
      const float* from = rows.data() + (static_cast<std::size_t>(tap.first) + k) * stride;
      for (std::size_t i = 0; i < stride; ++i) line[i] += tap.weights[k] * from[i];
    }
    for (const float value : line) *to++ = static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
  }
  return out;
}

Image thumbnail(const Image& image, int size_px) {
  const int side = std::min(image.width_px, image.height_px);
  return resize(crop(image, (image.width_px - side) / 2, (image.height_px - side) / 2, side, side), size_px, size_px);
}

}  // namespace engine
