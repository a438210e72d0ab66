#include "ml/kernels/spread.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ml/kernels/spread.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace ml::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr float kEpsilon = 1e-5F;

// Columns first .. first + lanes - 1 of `places` rows that lie `stride` apart. In two passes: the mean may be large
// beside the deviation.
template <class D>
void SpreadOfColumns(D d, const float* columns, std::size_t places, std::size_t stride, float* mean, float* deviation) {
  const auto share = hn::Set(d, 1.F / static_cast<float>(places));
  auto sum = hn::Zero(d), squares = hn::Zero(d);
  for (std::size_t place = 0; place < places; ++place) sum = hn::Add(sum, hn::LoadU(d, columns + place * stride));
  const auto middle = hn::Mul(sum, share);
  for (std::size_t place = 0; place < places; ++place) {
    const auto off = hn::Sub(hn::LoadU(d, columns + place * stride), middle);
    squares = hn::MulAdd(off, off, squares);
  }
  hn::StoreU(middle, d, mean);
  hn::StoreU(hn::Sqrt(hn::MulAdd(squares, share, hn::Set(d, kEpsilon))), d, deviation);
}

// d mean / d x = 1 / places; d deviation / d x = (x - mean) / (places * deviation)
template <class D>
void AddToColumns(D d, const float* columns, std::size_t places, std::size_t stride, const float* row,
                  const float* row_gradient, std::size_t channels, float* gradient) {
  const auto share = hn::Set(d, 1.F / static_cast<float>(places));
  const auto of_mean = hn::Mul(hn::LoadU(d, row_gradient), share);
  const auto of_deviation =
      hn::Div(hn::Mul(hn::LoadU(d, row_gradient + channels), share), hn::LoadU(d, row + channels));
  const auto middle = hn::LoadU(d, row);
  for (std::size_t place = 0; place < places; ++place) {
    const auto off = hn::Sub(hn::LoadU(d, columns + place * stride), middle);
    float* to = gradient + place * stride;
    hn::StoreU(hn::Add(hn::LoadU(d, to), hn::MulAdd(off, of_deviation, of_mean)), d, to);
  }
}

void Spread(const float* map, std::size_t places, std::size_t stride, std::size_t width, std::size_t channels,
            float* row) {
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 1> one;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= width; i += hn::Lanes(d))
    SpreadOfColumns(d, map + i, places, stride, row + i, row + channels + i);
  for (; i < width; ++i) SpreadOfColumns(one, map + i, places, stride, row + i, row + channels + i);
}

void AddSpreadGradient(const float* map, std::size_t places, std::size_t stride, std::size_t width,
                       std::size_t channels, const float* row, const float* row_gradient, float* gradient) {
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 1> one;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= width; i += hn::Lanes(d))
    AddToColumns(d, map + i, places, stride, row + i, row_gradient + i, channels, gradient + i);
  for (; i < width; ++i) AddToColumns(one, map + i, places, stride, row + i, row_gradient + i, channels, gradient + i);
}

}  // namespace ml::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ml {

HWY_EXPORT(Spread);
HWY_EXPORT(AddSpreadGradient);

namespace {

// work(image, offset of the group in the map, its first channel, how many it has)
template <class Work>
void for_groups(const SpreadLayout& layout, const Work& work) {
  const std::size_t groups = (layout.channels + layout.block - 1) / layout.block;
  for (std::size_t image = 0; image < layout.n; ++image)
    for (std::size_t group = 0; group < groups; ++group) {
      const std::size_t first = group * layout.block;
      work(image, (image * groups + group) * layout.places * layout.block, first,
           std::min(layout.block, layout.channels - first));
    }
}

}  // namespace

void spread(const float* map, const SpreadLayout& layout, float* rows) {
  for_groups(layout, [&](std::size_t image, std::size_t at, std::size_t first, std::size_t width) {
    HWY_DYNAMIC_DISPATCH(Spread)
    (map + at, layout.places, layout.block, width, layout.channels, rows + image * layout.row + first);
  });
}

void add_spread_gradient(const float* map, const SpreadLayout& layout, const float* rows, const float* row_gradients,
                         float* map_gradient) {
  for_groups(layout, [&](std::size_t image, std::size_t at, std::size_t first, std::size_t width) {
    const std::size_t row = image * layout.row + first;
    HWY_DYNAMIC_DISPATCH(AddSpreadGradient)
    (map + at, layout.places, layout.block, width, layout.channels, rows + row, row_gradients + row, map_gradient + at);
  });
}

}  // namespace ml
#endif  // HWY_ONCE
