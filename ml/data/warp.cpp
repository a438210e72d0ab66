#include "ml/data/warp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace ml {

namespace {

// Brings a coordinate back into [0, length): the outermost pixel goes on, or the image is mirrored.
double fold(double at, int length, EdgeFill edge_fill) {
  if (edge_fill == EdgeFill::Nearest) return std::clamp(at, 0.0, static_cast<double>(length));
  const double period = 2.0 * length;
  const double phase = at - std::floor(at / period) * period;
  return phase < length ? phase : period - phase;
}

// The weights of the pixels around one coordinate. Pixels beyond the border have none; dividing by the
// sum of what is left is also what Pillow does.
class TapLine {
 public:
  TapLine(double support, int length) : support_(support), slope_(static_cast<float>(1.0 / support)), length_(length) {
    weights_.resize(static_cast<std::size_t>(std::ceil(support)) * 2 + 2);
  }

  void centre_on(double centre) {
    first_ = std::clamp(static_cast<int>(centre - support_ + 0.5), 0, length_ - 1);
    const int end = std::clamp(static_cast<int>(centre + support_ + 0.5), first_ + 1, length_);
    count_ = end - first_;
    const auto offset = static_cast<float>(first_ + 0.5 - centre);
    sum_ = 0;
    for (int k = 0; k < count_; ++k) {
      const float weight = std::max(0.F, 1.F - std::abs(offset + static_cast<float>(k)) * slope_);
      weights_[static_cast<std::size_t>(k)] = weight;
      sum_ += weight;
    }
  }

  int first() const { return first_; }
  int count() const { return count_; }
  float sum() const { return sum_; }
  const float* weights() const { return weights_.data(); }

 private:
  double support_;
  float slope_;
  int length_;
  int first_ = 0;
  int count_ = 0;
  float sum_ = 0;
  std::vector<float> weights_;
};

template <int kChannels>
std::array<float, 3> gather(const PixelsView& source, const TapLine& across, const TapLine& down) {
  const float* const weights = across.weights();
  const int count = across.count();
  float red = 0;
  float green = 0;
  float blue = 0;
  for (int j = 0; j < down.count(); ++j) {
    const std::uint8_t* pixel = source.row(down.first() + j) + static_cast<std::ptrdiff_t>(across.first()) * kChannels;
    const float row_weight = down.weights()[j];
    for (int i = 0; i < count; ++i, pixel += kChannels) {
      const float weight = weights[i] * row_weight;
      red += weight * static_cast<float>(pixel[0]);
      green += weight * static_cast<float>(pixel[1]);
      blue += weight * static_cast<float>(pixel[2]);
    }
  }
  const float scale = 1.F / (across.sum() * down.sum());
  return {red * scale, green * scale, blue * scale};
}

}  // namespace

void warp(const PixelsView& source, const Affine& map, EdgeFill edge_fill, int size_px, std::span<float> planes) {
  TapLine across(std::max(1.0, std::hypot(map.xx, map.xy)), source.width_px);
  TapLine down(std::max(1.0, std::hypot(map.yx, map.yy)), source.height_px);
  const std::size_t plane = planes.size() / 3;
  std::size_t target = 0;
  for (int y = 0; y < size_px; ++y) {
    for (int x = 0; x < size_px; ++x, ++target) {
      double at_x = map.xx * (x + 0.5) + map.xy * (y + 0.5) + map.x0;
      double at_y = map.yx * (x + 0.5) + map.yy * (y + 0.5) + map.y0;
      const bool inside = at_x >= 0 && at_x < source.width_px && at_y >= 0 && at_y < source.height_px;
      std::array<float, 3> colour{kNothing, kNothing, kNothing};
      if (inside || edge_fill != EdgeFill::Constant) {
        across.centre_on(inside ? at_x : fold(at_x, source.width_px, edge_fill));
        down.centre_on(inside ? at_y : fold(at_y, source.height_px, edge_fill));
        colour = source.channels == 3 ? gather<3>(source, across, down) : gather<4>(source, across, down);
      }
      for (std::size_t c = 0; c < 3; ++c) planes[c * plane + target] = colour[c];
    }
  }
}

}  // namespace ml
