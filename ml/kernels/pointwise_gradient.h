// The weight gradient of a 1x1 convolution with few input channels, over activations in groups of channels. oneDNN's
// AVX2 kernel takes five times as long for it as for the forward pass, because it cannot fill its registers.
// Threads: called from one thread; the work is shared among its OpenMP team, and the sums do not depend on it.
// Ownership: every array is the caller's.
#pragma once

#include <cstddef>

namespace ml {

struct PointwiseShape {
  std::size_t n = 0;
  std::size_t in_channels = 0;
  std::size_t out_channels = 0;
  std::size_t places = 0;  // H * W
  std::size_t block = 8;   // 8 or 16; padding lanes hold zeros
};

// src (n, groups of in_channels, places, block), dst_gradient likewise; weight_gradient (out_channels, in_channels) and
// bias_gradient (out_channels, or null) are overwritten.
void pointwise_weight_gradient(const float* src, const float* dst_gradient, const PointwiseShape& shape,
                               float* weight_gradient, float* bias_gradient);

}  // namespace ml
