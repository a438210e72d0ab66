#include "ml/kernels/batch_norm.h"

#include <cstdint>
#include <stdexcept>
#include <string>

#include "ml/kernels/batch_norm_planes.h"

namespace ml {

namespace {

// Runs over all planes in parallel; `plane` gets the number of the plane and of its first channel.
template <class Plane>
void for_each_plane(const GroupedShape& shape, const Plane& plane) {
  if (shape.block != 16 && shape.block != 8)
    throw std::runtime_error("cannot normalise activations in groups of " + std::to_string(shape.block) + " channels");
  const auto planes = static_cast<std::int64_t>(shape.n * shape.groups());
#pragma omp parallel for schedule(static)
  for (std::int64_t i = 0; i < planes; ++i) {
    const auto index = static_cast<std::size_t>(i);
    plane(index, index % shape.groups() * shape.block);
  }
}

PlaneNorm plane_norm(const NormalisationGradient& norm, std::size_t channel) {
  return {norm.scale.data() + channel, norm.shift.data() + channel, norm.mean.data() + channel,
          norm.inverse_deviation.data() + channel, norm.relu6};
}

}  // namespace

void ImageSums::resize(std::size_t n, std::size_t padded_channels) {
  padded_channels_ = padded_channels;
  first_.resize(n * padded_channels);
  second_.resize(n * padded_channels);
}

void add_moments(const float* z, const GroupedShape& shape, std::size_t first_image, ImageSums& sums) {
  double* means = sums.first(first_image);
  double* squares = sums.second(first_image);
  for_each_plane(shape, [&](std::size_t plane, std::size_t) {
    moments_of_plane(z + plane * shape.plane(), shape.places, shape.block, means + plane * shape.block,
                     squares + plane * shape.block);
  });
}

void take_moments(const ImageSums& sums, std::size_t places_per_image, std::span<float> mean,
                  std::span<float> variance) {
  const auto places = static_cast<double>(places_per_image);
  const auto images = static_cast<double>(sums.n());
  for (std::size_t channel = 0; channel < sums.padded_channels(); ++channel) {
    double sum = 0;
    for (std::size_t image = 0; image < sums.n(); ++image) sum += sums.first(image)[channel];
    const double overall = sum / images;
    double total = 0;
    for (std::size_t image = 0; image < sums.n(); ++image) {
      const double distance = sums.first(image)[channel] - overall;
      total += sums.second(image)[channel] + places * distance * distance;
    }
    mean[channel] = static_cast<float>(overall);
    variance[channel] = static_cast<float>(total / (images * places));
  }
}

void scale_and_shift(const float* z, const GroupedShape& shape, std::span<const float> scale,
                     std::span<const float> shift, bool relu6, const float* residual, float* y) {
  for_each_plane(shape, [&](std::size_t plane, std::size_t channel) {
    const std::size_t first = plane * shape.plane();
    apply_to_plane(z + first, shape.places, shape.block,
                   {scale.data() + channel, shift.data() + channel, nullptr, nullptr, relu6},
                   residual == nullptr ? nullptr : residual + first, y + first);
  });
}

void add_gradient_sums(const float* dy, const float* z, const GroupedShape& shape, const NormalisationGradient& norm,
                       std::size_t first_image, ImageSums& sums) {
  double* alone = sums.first(first_image);
  double* products = sums.second(first_image);
  for_each_plane(shape, [&](std::size_t plane, std::size_t channel) {
    gradient_sums_of_plane(dy + plane * shape.plane(), z + plane * shape.plane(), shape.places, shape.block,
                           plane_norm(norm, channel), alone + plane * shape.block, products + plane * shape.block);
  });
}

void take_gradient_sums(const ImageSums& sums, std::span<float> sum, std::span<float> product) {
  for (std::size_t channel = 0; channel < sums.padded_channels(); ++channel) {
    double total = 0;
    double total_product = 0;
    for (std::size_t image = 0; image < sums.n(); ++image) {
      total += sums.first(image)[channel];
      total_product += sums.second(image)[channel];
    }
    sum[channel] = static_cast<float>(total);
    product[channel] = static_cast<float>(total_product);
  }
}

void normalisation_gradient(const float* dy, const float* z, const GroupedShape& shape,
                            const NormalisationGradient& norm, std::span<const float> mean_sum,
                            std::span<const float> mean_product, float* dz) {
  for_each_plane(shape, [&](std::size_t plane, std::size_t channel) {
    const std::size_t first = plane * shape.plane();
    gradient_of_plane(dy + first, z + first, shape.places, shape.block, plane_norm(norm, channel),
                      mean_sum.data() + channel, mean_product.data() + channel, dz + first);
  });
}

}  // namespace ml
