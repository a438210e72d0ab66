#include "ml/kernels/matrix_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ml/kernels/matrix_rows.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace ml::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Vectors over the columns, then what is left one by one.
template <class Columns>
HWY_INLINE void for_each_column(std::size_t width, const Columns& columns) {
  const hn::ScalableTag<float> wide;
  std::size_t i = 0;
  for (; i + hn::Lanes(wide) <= width; i += hn::Lanes(wide)) columns(wide, i);
  for (; i < width; ++i) columns(hn::CappedTag<float, 1>(), i);
}

void ScaleRows(const float* x, std::size_t n, std::size_t width, const float* scale, const float* shift, float* y) {
  for_each_column(width, [&](auto d, std::size_t i) HWY_ATTR {
    const auto factor = hn::LoadU(d, scale + i), offset = hn::LoadU(d, shift + i);
    for (std::size_t at = i; at < n * width; at += width)
      hn::StoreU(hn::MulAdd(factor, hn::LoadU(d, x + at), offset), d, y + at);
  });
}

void SumColumns(const float* x, std::size_t n, std::size_t width, float* sums) {
  for_each_column(width, [&](auto d, std::size_t i) HWY_ATTR {
    auto sum = hn::Zero(d);
    for (std::size_t at = i; at < n * width; at += width) sum = hn::Add(sum, hn::LoadU(d, x + at));
    hn::StoreU(sum, d, sums + i);
  });
}

void SumSquaredDistances(const float* x, std::size_t n, std::size_t width, const float* mean, float* sums) {
  for_each_column(width, [&](auto d, std::size_t i) HWY_ATTR {
    const auto center = hn::LoadU(d, mean + i);
    auto sum = hn::Zero(d);
    for (std::size_t at = i; at < n * width; at += width) {
      const auto distance = hn::Sub(hn::LoadU(d, x + at), center);
      sum = hn::MulAdd(distance, distance, sum);
    }
    hn::StoreU(sum, d, sums + i);
  });
}

void SumProducts(const float* dy, const float* x, std::size_t n, std::size_t width, const float* mean,
                 const float* inverse_deviation, float* sums) {
  for_each_column(width, [&](auto d, std::size_t i) HWY_ATTR {
    const auto center = hn::LoadU(d, mean + i), inverse = hn::LoadU(d, inverse_deviation + i);
    auto sum = hn::Zero(d);
    for (std::size_t at = i; at < n * width; at += width)
      sum = hn::MulAdd(hn::LoadU(d, dy + at), hn::Mul(hn::Sub(hn::LoadU(d, x + at), center), inverse), sum);
    hn::StoreU(sum, d, sums + i);
  });
}

}  // namespace ml::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ml {

HWY_EXPORT(ScaleRows);
HWY_EXPORT(SumColumns);
HWY_EXPORT(SumSquaredDistances);
HWY_EXPORT(SumProducts);

void scale_rows(const float* x, std::size_t n, std::size_t width, const float* scale, const float* shift, float* y) {
  HWY_DYNAMIC_DISPATCH(ScaleRows)(x, n, width, scale, shift, y);
}

void sum_columns(const float* x, std::size_t n, std::size_t width, float* sums) {
  HWY_DYNAMIC_DISPATCH(SumColumns)(x, n, width, sums);
}

void sum_squared_distances(const float* x, std::size_t n, std::size_t width, const float* mean, float* sums) {
  HWY_DYNAMIC_DISPATCH(SumSquaredDistances)(x, n, width, mean, sums);
}

void sum_products(const float* dy, const float* x, std::size_t n, std::size_t width, const float* mean,
                  const float* inverse_deviation, float* sums) {
  HWY_DYNAMIC_DISPATCH(SumProducts)(dy, x, n, width, mean, inverse_deviation, sums);
}

}  // namespace ml
#endif  // HWY_ONCE
