// BatchNorm over activations in groups of channels, (n, groups, places, block), with ReLU6 and the residual
// sum in the same pass. Each value is read as few times as the mathematics allows, because these passes
// are limited by memory, not by arithmetic.
//
// Sums are taken per image and group and added in one order, so the result does not depend on the threads.
// Threads: called from one thread; the work is shared among its OpenMP team.
#pragma once

#include <cstddef>
#include <span>

namespace ml {

struct GroupedShape {
  std::size_t n = 0;
  std::size_t channels = 0;
  std::size_t places = 0;  // H * W
  std::size_t block = 16;

  std::size_t groups() const { return (channels + block - 1) / block; }
  std::size_t padded_channels() const { return groups() * block; }
  std::size_t plane() const { return places * block; }
  std::size_t size() const { return n * groups() * plane(); }
};

// Per channel (padded_channels long; padding lanes get mean 0, variance 0). Variance is the biased one.
void batch_moments(const float* z, const GroupedShape& shape, std::span<float> mean, std::span<float> variance);

// y = scale z + shift, then limited to 0 .. 6 if relu6, then + residual if there is one.
void scale_and_shift(const float* z, const GroupedShape& shape, std::span<const float> scale,
                     std::span<const float> shift, bool relu6, const float* residual, float* y);

// The gradient behind scale_and_shift is dy (dropped where ReLU6 limited); its sums per channel, alone and
// times the normalised z.
struct NormalisationGradient {
  std::span<const float> scale;
  std::span<const float> shift;
  std::span<const float> mean;
  std::span<const float> inverse_deviation;
  bool relu6 = false;
};

void gradient_sums(const float* dy, const float* z, const GroupedShape& shape, const NormalisationGradient& norm,
                   std::span<float> sum, std::span<float> product);

// dz = scale (dy - sum / m - normalised z * product / m), m = n * places. dz may be dy.
void normalisation_gradient(const float* dy, const float* z, const GroupedShape& shape,
                            const NormalisationGradient& norm, std::span<const float> sum,
                            std::span<const float> product, float* dz);

}  // namespace ml
