#include "ml/kernels/batch_norm.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "ml/tensor/vector_clones.h"

namespace ml {

namespace {

constexpr std::size_t kRowsPerPartialSum = 512;  // short float sums, added up in double

struct Lanes {
  const float* scale;
  const float* shift;
  const float* mean;
  const float* inverse_deviation;
};

// One plane (places, block) of one image and group; `width` is the block, known to the compiler.

template <std::size_t width>
[[gnu::always_inline]] inline void plane_sums(const float* z, std::size_t places, double* sums) {
  for (std::size_t first = 0; first < places; first += kRowsPerPartialSum) {
    const std::size_t last = std::min(places, first + kRowsPerPartialSum);
    float partial[width] = {};
    for (std::size_t row = first; row < last; ++row)
      for (std::size_t i = 0; i < width; ++i) partial[i] += z[row * width + i];
    for (std::size_t i = 0; i < width; ++i) sums[i] += static_cast<double>(partial[i]);
  }
}

template <std::size_t width>
[[gnu::always_inline]] inline void plane_squares(const float* z, std::size_t places, const float* mean, double* sums) {
  for (std::size_t first = 0; first < places; first += kRowsPerPartialSum) {
    const std::size_t last = std::min(places, first + kRowsPerPartialSum);
    float partial[width] = {};
    for (std::size_t row = first; row < last; ++row)
      for (std::size_t i = 0; i < width; ++i) {
        const float distance = z[row * width + i] - mean[i];
        partial[i] += distance * distance;
      }
    for (std::size_t i = 0; i < width; ++i) sums[i] += static_cast<double>(partial[i]);
  }
}

// Mean and sum of squared distances from it, of this plane alone.
template <std::size_t width>
[[gnu::always_inline]] inline void plane_moments(const float* z, std::size_t places, double* mean, double* squares) {
  double sums[width] = {};
  float means[width];
  plane_sums<width>(z, places, sums);
  for (std::size_t i = 0; i < width; ++i) {
    mean[i] = sums[i] / static_cast<double>(places);
    means[i] = static_cast<float>(mean[i]);
    squares[i] = 0;
  }
  plane_squares<width>(z, places, means, squares);
  // The distances were taken from the rounded mean; take the rounding out again.
  for (std::size_t i = 0; i < width; ++i) {
    const double rounding = mean[i] - static_cast<double>(means[i]);
    squares[i] = std::max(0.0, squares[i] - static_cast<double>(places) * rounding * rounding);
  }
}

template <std::size_t width, bool relu6>
[[gnu::always_inline]] inline void plane_apply(const float* z, std::size_t places, const float* scale,
                                               const float* shift, const float* residual, float* y) {
  for (std::size_t row = 0; row < places; ++row)
#pragma GCC ivdep  // in place is allowed: a value is read before it is written
    for (std::size_t i = 0; i < width; ++i) {
      float value = scale[i] * z[row * width + i] + shift[i];
      if (relu6) value = std::min(std::max(value, 0.F), 6.F);
      y[row * width + i] = residual == nullptr ? value : value + residual[row * width + i];
    }
}

template <bool relu6>
[[gnu::always_inline]] inline float passed(float dy, float z, float scale, float shift) {
  if (!relu6) return dy;
  const float value = scale * z + shift;
  return value > 0.F && value < 6.F ? dy : 0.F;
}

template <std::size_t width, bool relu6>
[[gnu::always_inline]] inline void plane_gradient_sums(const float* dy, const float* z, std::size_t places,
                                                       const Lanes& lanes, double* sum, double* product) {
  std::fill(sum, sum + width, 0.0);
  std::fill(product, product + width, 0.0);
  for (std::size_t first = 0; first < places; first += kRowsPerPartialSum) {
    const std::size_t last = std::min(places, first + kRowsPerPartialSum);
    float partial_sum[width] = {};
    float partial_product[width] = {};
    for (std::size_t row = first; row < last; ++row)
      for (std::size_t i = 0; i < width; ++i) {
        const float value = z[row * width + i];
        const float gradient = passed<relu6>(dy[row * width + i], value, lanes.scale[i], lanes.shift[i]);
        partial_sum[i] += gradient;
        partial_product[i] += gradient * (value - lanes.mean[i]) * lanes.inverse_deviation[i];
      }
    for (std::size_t i = 0; i < width; ++i) {
      sum[i] += static_cast<double>(partial_sum[i]);
      product[i] += static_cast<double>(partial_product[i]);
    }
  }
}

template <std::size_t width, bool relu6>
[[gnu::always_inline]] inline void plane_gradient(const float* dy, const float* z, std::size_t places,
                                                  const Lanes& lanes, const float* sum, const float* product,
                                                  float* dz) {
  for (std::size_t row = 0; row < places; ++row)
#pragma GCC ivdep  // in place is allowed: a value is read before it is written
    for (std::size_t i = 0; i < width; ++i) {
      const float value = z[row * width + i];
      const float gradient = passed<relu6>(dy[row * width + i], value, lanes.scale[i], lanes.shift[i]);
      const float normalised = (value - lanes.mean[i]) * lanes.inverse_deviation[i];
      dz[row * width + i] = lanes.scale[i] * (gradient - sum[i] - normalised * product[i]);
    }
}

// The compiled forms: one per block width and with or without ReLU6.

ML_VECTOR_CLONES void moments_of_plane(const float* z, std::size_t places, std::size_t block, double* mean,
                                       double* squares) {
  if (block == 16)
    plane_moments<16>(z, places, mean, squares);
  else
    plane_moments<8>(z, places, mean, squares);
}

ML_VECTOR_CLONES void apply_to_plane(const float* z, std::size_t places, std::size_t block, const float* scale,
                                     const float* shift, bool relu6, const float* residual, float* y) {
  if (block == 16 && relu6)
    plane_apply<16, true>(z, places, scale, shift, residual, y);
  else if (block == 16)
    plane_apply<16, false>(z, places, scale, shift, residual, y);
  else if (relu6)
    plane_apply<8, true>(z, places, scale, shift, residual, y);
  else
    plane_apply<8, false>(z, places, scale, shift, residual, y);
}

ML_VECTOR_CLONES void gradient_sums_of_plane(const float* dy, const float* z, std::size_t places, std::size_t block,
                                             const Lanes& lanes, bool relu6, double* sum, double* product) {
  if (block == 16 && relu6)
    plane_gradient_sums<16, true>(dy, z, places, lanes, sum, product);
  else if (block == 16)
    plane_gradient_sums<16, false>(dy, z, places, lanes, sum, product);
  else if (relu6)
    plane_gradient_sums<8, true>(dy, z, places, lanes, sum, product);
  else
    plane_gradient_sums<8, false>(dy, z, places, lanes, sum, product);
}

ML_VECTOR_CLONES void gradient_of_plane(const float* dy, const float* z, std::size_t places, std::size_t block,
                                        const Lanes& lanes, bool relu6, const float* sum, const float* product,
                                        float* dz) {
  if (block == 16 && relu6)
    plane_gradient<16, true>(dy, z, places, lanes, sum, product, dz);
  else if (block == 16)
    plane_gradient<16, false>(dy, z, places, lanes, sum, product, dz);
  else if (relu6)
    plane_gradient<8, true>(dy, z, places, lanes, sum, product, dz);
  else
    plane_gradient<8, false>(dy, z, places, lanes, sum, product, dz);
}

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

Lanes lanes_from(const NormalisationGradient& norm, std::size_t channel) {
  return {norm.scale.data() + channel, norm.shift.data() + channel, norm.mean.data() + channel,
          norm.inverse_deviation.data() + channel};
}

}  // namespace

void batch_moments(const float* z, const GroupedShape& shape, std::span<float> mean, std::span<float> variance) {
  const std::size_t padded = shape.padded_channels();
  std::vector<double> means(shape.n * padded), squares(shape.n * padded);
  for_each_plane(shape, [&](std::size_t plane, std::size_t) {
    moments_of_plane(z + plane * shape.plane(), shape.places, shape.block, means.data() + plane * shape.block,
                     squares.data() + plane * shape.block);
  });
  const auto places = static_cast<double>(shape.places);
  const auto images = static_cast<double>(shape.n);
  for (std::size_t channel = 0; channel < padded; ++channel) {
    double sum = 0;
    for (std::size_t image = 0; image < shape.n; ++image) sum += means[image * padded + channel];
    const double overall = sum / images;
    double total = 0;
    for (std::size_t image = 0; image < shape.n; ++image) {
      const double distance = means[image * padded + channel] - overall;
      total += squares[image * padded + channel] + places * distance * distance;
    }
    mean[channel] = static_cast<float>(overall);
    variance[channel] = static_cast<float>(total / (images * places));
  }
}

void scale_and_shift(const float* z, const GroupedShape& shape, std::span<const float> scale,
                     std::span<const float> shift, bool relu6, const float* residual, float* y) {
  for_each_plane(shape, [&](std::size_t plane, std::size_t channel) {
    const std::size_t first = plane * shape.plane();
    apply_to_plane(z + first, shape.places, shape.block, scale.data() + channel, shift.data() + channel, relu6,
                   residual == nullptr ? nullptr : residual + first, y + first);
  });
}

void gradient_sums(const float* dy, const float* z, const GroupedShape& shape, const NormalisationGradient& norm,
                   std::span<float> sum, std::span<float> product) {
  const std::size_t padded = shape.padded_channels();
  std::vector<double> sums(shape.n * padded), products(shape.n * padded);
  for_each_plane(shape, [&](std::size_t plane, std::size_t channel) {
    gradient_sums_of_plane(dy + plane * shape.plane(), z + plane * shape.plane(), shape.places, shape.block,
                           lanes_from(norm, channel), norm.relu6, sums.data() + plane * shape.block,
                           products.data() + plane * shape.block);
  });
  for (std::size_t channel = 0; channel < padded; ++channel) {
    double total = 0;
    double total_product = 0;
    for (std::size_t image = 0; image < shape.n; ++image) {
      total += sums[image * padded + channel];
      total_product += products[image * padded + channel];
    }
    sum[channel] = static_cast<float>(total);
    product[channel] = static_cast<float>(total_product);
  }
}

void normalisation_gradient(const float* dy, const float* z, const GroupedShape& shape,
                            const NormalisationGradient& norm, std::span<const float> sum,
                            std::span<const float> product, float* dz) {
  const float per_value = 1.F / static_cast<float>(shape.n * shape.places);
  std::vector<float> mean_sum(sum.begin(), sum.end()), mean_product(product.begin(), product.end());
  for (float& value : mean_sum) value *= per_value;
  for (float& value : mean_product) value *= per_value;
  for_each_plane(shape, [&](std::size_t plane, std::size_t channel) {
    const std::size_t first = plane * shape.plane();
    gradient_of_plane(dy + first, z + first, shape.places, shape.block, lanes_from(norm, channel), norm.relu6,
                      mean_sum.data() + channel, mean_product.data() + channel, dz + first);
  });
}

}  // namespace ml
