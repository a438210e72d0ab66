// BatchNorm over activations in groups of channels, (n, groups, places, block), with ReLU6 and the residual sum in
// the same pass. Each value is read as few times as the mathematics allows, because these passes are limited by
// memory, not by arithmetic.
//
// Use, forward: `add_moments` for every micro-batch, `take_moments` once, `scale_and_shift`; backward:
// `add_gradient_sums` for every micro-batch, `take_gradient_sums` once, `normalisation_gradient`.
// Sums are taken per image and group and added in one order, so the result depends neither on the threads nor on how
// the batch is divided.
// Threads: called from one thread; the work is shared among its OpenMP team.
// Ownership: every array is the caller's.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ml {

struct GroupedShape {
  std::size_t n = 0;
  std::size_t channels = 0;
  std::size_t places = 0;  // H * W
  std::size_t block = 16;  // 8 or 16

  std::size_t groups() const { return (channels + block - 1) / block; }
  std::size_t padded_channels() const { return groups() * block; }
  std::size_t plane() const { return places * block; }
  std::size_t size() const { return n * groups() * plane(); }
};

// Two numbers for each image and channel of a batch, (n, padded channels) each.
class ImageSums {
 public:
  void resize(std::size_t n, std::size_t padded_channels);
  std::size_t n() const { return first_.size() / padded_channels_; }
  std::size_t padded_channels() const { return padded_channels_; }
  double* first(std::size_t image) { return first_.data() + image * padded_channels_; }
  double* second(std::size_t image) { return second_.data() + image * padded_channels_; }
  const double* first(std::size_t image) const { return first_.data() + image * padded_channels_; }
  const double* second(std::size_t image) const { return second_.data() + image * padded_channels_; }

 private:
  std::size_t padded_channels_ = 1;
  std::vector<double> first_, second_;
};

// Mean and sum of squared distances from it, of each of the shape's images, into the sums from `first_image` on.
void add_moments(const float* z, const GroupedShape& shape, std::size_t first_image, ImageSums& sums);
// Of the whole batch, per channel (padding lanes get mean 0, variance 0). The variance is the biased one.
void take_moments(const ImageSums& sums, std::size_t places, std::span<float> mean, std::span<float> variance);

// y = scale z + shift, then limited to 0 .. 6 if relu6, then + residual if there is one. y may be z.
void scale_and_shift(const float* z, const GroupedShape& shape, std::span<const float> scale,
                     std::span<const float> shift, bool relu6, const float* residual, float* y);

// The gradient behind scale_and_shift is dy, dropped where ReLU6 limited.
struct NormalisationGradient {
  std::span<const float> scale;
  std::span<const float> shift;
  std::span<const float> mean;
  std::span<const float> inverse_deviation;
  bool relu6 = false;
};

// Sums of that gradient, alone and times the normalised z, of each of the shape's images.
void add_gradient_sums(const float* dy, const float* z, const GroupedShape& shape, const NormalisationGradient& norm,
                       std::size_t first_image, ImageSums& sums);
// Of the whole batch, per channel: the gradients of beta and gamma.
void take_gradient_sums(const ImageSums& sums, std::span<float> sum, std::span<float> product);

// dz = scale (dy - mean_sum - normalised z * mean_product), the means being the sums over all of a channel's values,
// divided by their number. dz may be dy.
void normalisation_gradient(const float* dy, const float* z, const GroupedShape& shape,
                            const NormalisationGradient& norm, std::span<const float> mean_sum,
                            std::span<const float> mean_product, float* dz);

}  // namespace ml
