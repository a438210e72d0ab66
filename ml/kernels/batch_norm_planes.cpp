#include "ml/kernels/batch_norm_planes.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ml/kernels/batch_norm_planes.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace ml::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t kRowsPerPartialSum = 512;  // short float sums, added up in double; 32 KB at most
constexpr std::size_t kWidest = 16;              // lanes of a block

// Runs over a block in vectors, each down all places: `vector` gets the tag and the vector's first lane.
template <class Vector>
HWY_INLINE void for_each_vector(std::size_t block, const Vector& vector) {
  const hn::CappedTag<float, kWidest> wide;
  if (hn::Lanes(wide) <= block) {
    for (std::size_t lane = 0; lane < block; lane += hn::Lanes(wide)) vector(wide, lane);
    return;
  }
  const hn::CappedTag<float, kWidest / 2> narrow;  // a block of 8 beside wider registers
  for (std::size_t lane = 0; lane < block; lane += hn::Lanes(narrow)) vector(narrow, lane);
}

// Joins the moments of `count` more values to those of `before`, per lane (Chan, Golub and LeVeque 1983).
HWY_INLINE void join_moments(std::size_t before, std::size_t count, std::size_t lanes, const float* sums,
                             const float* distances, double* mean, double* squares) {
  const auto m = static_cast<double>(before), n = static_cast<double>(count);
  for (std::size_t i = 0; i < lanes; ++i) {
    const double delta = static_cast<double>(sums[i]) / n - mean[i];
    mean[i] += delta * n / (m + n);
    squares[i] += static_cast<double>(distances[i]) + delta * delta * m * n / (m + n);
  }
}

template <class D>
HWY_INLINE hn::Vec<D> sum_of_rows(D d, const float* rows, std::size_t count, std::size_t stride) {
  auto a = hn::Zero(d), b = hn::Zero(d);  // two chains, so that one addition need not wait for the other
  std::size_t row = 0;
  for (; row + 2 <= count; row += 2) {
    a = hn::Add(a, hn::LoadU(d, rows + row * stride));
    b = hn::Add(b, hn::LoadU(d, rows + (row + 1) * stride));
  }
  if (row < count) a = hn::Add(a, hn::LoadU(d, rows + row * stride));
  return hn::Add(a, b);
}

template <class D>
HWY_INLINE hn::Vec<D> squares_of_rows(D d, const float* rows, std::size_t count, std::size_t stride, hn::Vec<D> mean) {
  auto a = hn::Zero(d), b = hn::Zero(d);
  std::size_t row = 0;
  for (; row + 2 <= count; row += 2) {
    const auto x = hn::Sub(hn::LoadU(d, rows + row * stride), mean);
    const auto y = hn::Sub(hn::LoadU(d, rows + (row + 1) * stride), mean);
    a = hn::MulAdd(x, x, a);
    b = hn::MulAdd(y, y, b);
  }
  if (row < count) {
    const auto x = hn::Sub(hn::LoadU(d, rows + row * stride), mean);
    a = hn::MulAdd(x, x, a);
  }
  return hn::Add(a, b);
}

// Rows are taken a few hundred at a time, so that the second reading finds them in the nearest cache.
void MomentsOfPlane(const float* z, std::size_t places, std::size_t block, double* mean, double* squares) {
  std::fill_n(mean, block, 0.0);
  std::fill_n(squares, block, 0.0);
  for (std::size_t first = 0; first < places; first += kRowsPerPartialSum) {
    const std::size_t count = std::min(places - first, kRowsPerPartialSum);
    const float* rows = z + first * block;
    for_each_vector(block, [&](auto d, std::size_t lane) HWY_ATTR {
      float sums[kWidest], distances[kWidest];
      const auto sum = sum_of_rows(d, rows + lane, count, block);
      const auto center = hn::Mul(sum, hn::Set(d, 1.F / static_cast<float>(count)));
      hn::StoreU(sum, d, sums);
      hn::StoreU(squares_of_rows(d, rows + lane, count, block, center), d, distances);
      join_moments(first, count, hn::Lanes(d), sums, distances, mean + lane, squares + lane);
    });
  }
}

template <bool relu6, bool adds>
HWY_INLINE void apply(const float* z, std::size_t places, std::size_t block, const PlaneNorm& norm,
                      const float* residual, float* y) {
  for_each_vector(block, [&](auto d, std::size_t lane) HWY_ATTR {
    const auto scale = hn::LoadU(d, norm.scale + lane), shift = hn::LoadU(d, norm.shift + lane);
    const auto low = hn::Zero(d), high = hn::Set(d, 6.F);
    for (std::size_t at = lane; at < places * block; at += block) {
      auto value = hn::MulAdd(scale, hn::LoadU(d, z + at), shift);
      if constexpr (relu6) value = hn::Min(hn::Max(value, low), high);
      if constexpr (adds) value = hn::Add(value, hn::LoadU(d, residual + at));
      hn::StoreU(value, d, y + at);
    }
  });
}

void ApplyToPlane(const float* z, std::size_t places, std::size_t block, const PlaneNorm& norm, const float* residual,
                  float* y) {
  if (norm.relu6 && residual != nullptr)
    apply<true, true>(z, places, block, norm, residual, y);
  else if (norm.relu6)
    apply<true, false>(z, places, block, norm, residual, y);
  else if (residual != nullptr)
    apply<false, true>(z, places, block, norm, residual, y);
  else
    apply<false, false>(z, places, block, norm, residual, y);
}

// One vector of the gradient behind the normalisation, and of the normalised values.
template <class D, bool relu6>
struct Lanes {
  hn::Vec<D> scale, shift, mean, inverse_deviation, high;

  HWY_INLINE Lanes(D d, const PlaneNorm& norm, std::size_t lane)
      : scale(hn::LoadU(d, norm.scale + lane)),
        shift(hn::LoadU(d, norm.shift + lane)),
        mean(hn::LoadU(d, norm.mean + lane)),
        inverse_deviation(hn::LoadU(d, norm.inverse_deviation + lane)),
        high(hn::Set(d, 6.F)) {}

  HWY_INLINE hn::Vec<D> passed(hn::Vec<D> dy, hn::Vec<D> z) const {
    if constexpr (!relu6) return dy;
    const auto value = hn::MulAdd(scale, z, shift);
    return hn::IfThenElseZero(hn::And(hn::Gt(value, hn::Zero(D())), hn::Lt(value, high)), dy);
  }
  HWY_INLINE hn::Vec<D> normalised(hn::Vec<D> z) const { return hn::Mul(hn::Sub(z, mean), inverse_deviation); }
};

template <bool relu6>
HWY_INLINE void gradient_sums(const float* dy, const float* z, std::size_t places, std::size_t block,
                              const PlaneNorm& norm, double* sum, double* product) {
  std::fill_n(sum, block, 0.0);
  std::fill_n(product, block, 0.0);
  for_each_vector(block, [&](auto d, std::size_t lane) HWY_ATTR {
    const Lanes<decltype(d), relu6> lanes(d, norm, lane);
    float sums[kWidest], products[kWidest];
    for (std::size_t first = 0; first < places; first += kRowsPerPartialSum) {
      const std::size_t end = std::min(places, first + kRowsPerPartialSum) * block;
      auto s = hn::Zero(d), p = hn::Zero(d);
      for (std::size_t at = first * block + lane; at < end; at += block) {
        const auto value = hn::LoadU(d, z + at);
        const auto gradient = lanes.passed(hn::LoadU(d, dy + at), value);
        s = hn::Add(s, gradient);
        p = hn::MulAdd(gradient, lanes.normalised(value), p);
      }
      hn::StoreU(s, d, sums);
      hn::StoreU(p, d, products);
      for (std::size_t i = 0; i < hn::Lanes(d); ++i) {
        sum[lane + i] += static_cast<double>(sums[i]);
        product[lane + i] += static_cast<double>(products[i]);
      }
    }
  });
}

void GradientSumsOfPlane(const float* dy, const float* z, std::size_t places, std::size_t block, const PlaneNorm& norm,
                         double* sum, double* product) {
  if (norm.relu6)
    gradient_sums<true>(dy, z, places, block, norm, sum, product);
  else
    gradient_sums<false>(dy, z, places, block, norm, sum, product);
}

template <bool relu6>
HWY_INLINE void gradient(const float* dy, const float* z, std::size_t places, std::size_t block, const PlaneNorm& norm,
                         const float* mean_sum, const float* mean_product, float* dz) {
  for_each_vector(block, [&](auto d, std::size_t lane) HWY_ATTR {
    const Lanes<decltype(d), relu6> lanes(d, norm, lane);
    const auto sum = hn::LoadU(d, mean_sum + lane), product = hn::LoadU(d, mean_product + lane);
    for (std::size_t at = lane; at < places * block; at += block) {
      const auto value = hn::LoadU(d, z + at);
      const auto centered = hn::Sub(lanes.passed(hn::LoadU(d, dy + at), value), sum);
      hn::StoreU(hn::Mul(lanes.scale, hn::NegMulAdd(lanes.normalised(value), product, centered)), d, dz + at);
    }
  });
}

void GradientOfPlane(const float* dy, const float* z, std::size_t places, std::size_t block, const PlaneNorm& norm,
                     const float* mean_sum, const float* mean_product, float* dz) {
  if (norm.relu6)
    gradient<true>(dy, z, places, block, norm, mean_sum, mean_product, dz);
  else
    gradient<false>(dy, z, places, block, norm, mean_sum, mean_product, dz);
}

}  // namespace ml::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ml {

HWY_EXPORT(MomentsOfPlane);
HWY_EXPORT(ApplyToPlane);
HWY_EXPORT(GradientSumsOfPlane);
HWY_EXPORT(GradientOfPlane);

void moments_of_plane(const float* z, std::size_t places, std::size_t block, double* mean, double* squares) {
  HWY_DYNAMIC_DISPATCH(MomentsOfPlane)(z, places, block, mean, squares);
}

void apply_to_plane(const float* z, std::size_t places, std::size_t block, const PlaneNorm& norm, const float* residual,
                    float* y) {
  HWY_DYNAMIC_DISPATCH(ApplyToPlane)(z, places, block, norm, residual, y);
}

void gradient_sums_of_plane(const float* dy, const float* z, std::size_t places, std::size_t block,
                            const PlaneNorm& norm, double* sum, double* product) {
  HWY_DYNAMIC_DISPATCH(GradientSumsOfPlane)(dy, z, places, block, norm, sum, product);
}

void gradient_of_plane(const float* dy, const float* z, std::size_t places, std::size_t block, const PlaneNorm& norm,
                       const float* mean_sum, const float* mean_product, float* dz) {
  HWY_DYNAMIC_DISPATCH(GradientOfPlane)(dy, z, places, block, norm, mean_sum, mean_product, dz);
}

}  // namespace ml
#endif  // HWY_ONCE
