#include "ml/kernels/elementwise.h"

#include <algorithm>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ml/kernels/elementwise.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace ml::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void AddPiece(float* to, const float* from, std::size_t count) {
  const hn::ScalableTag<float> d;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d))
    hn::StoreU(hn::Add(hn::LoadU(d, to + i), hn::LoadU(d, from + i)), d, to + i);
  for (; i < count; ++i) to[i] += from[i];
}

void MaskPiece(float* gradient, const float* output, std::size_t count) {
  const hn::ScalableTag<float> d;
  const auto high = hn::Set(d, 6.F);
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
    const auto value = hn::LoadU(d, output + i);
    const auto passes = hn::And(hn::Gt(value, hn::Zero(d)), hn::Lt(value, high));
    hn::StoreU(hn::IfThenElseZero(passes, hn::LoadU(d, gradient + i)), d, gradient + i);
  }
  for (; i < count; ++i) gradient[i] = output[i] > 0.F && output[i] < 6.F ? gradient[i] : 0.F;
}

// Sums of `width` columns over rows that lie `stride` apart, times factor.
void MeanOfRows(const float* rows, std::size_t count, std::size_t stride, std::size_t width, float factor,
                float* means) {
  const hn::ScalableTag<float> d;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= width; i += hn::Lanes(d)) {
    auto sum = hn::Zero(d);
    for (std::size_t row = 0; row < count; ++row) sum = hn::Add(sum, hn::LoadU(d, rows + row * stride + i));
    hn::StoreU(hn::Mul(sum, hn::Set(d, factor)), d, means + i);
  }
  for (; i < width; ++i) {
    float sum = 0;
    for (std::size_t row = 0; row < count; ++row) sum += rows[row * stride + i];
    means[i] = sum * factor;
  }
}

}  // namespace ml::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ml {

HWY_EXPORT(AddPiece);
HWY_EXPORT(MaskPiece);
HWY_EXPORT(MeanOfRows);

namespace {

constexpr std::size_t kPiece = 16384;  // floats per task: enough to be worth one, little enough to share

template <class Piece>
void in_pieces(std::size_t count, const Piece& piece) {
  const auto pieces = static_cast<std::int64_t>((count + kPiece - 1) / kPiece);
#pragma omp parallel for schedule(static) if (pieces > 1)
  for (std::int64_t i = 0; i < pieces; ++i) {
    const std::size_t first = static_cast<std::size_t>(i) * kPiece;
    piece(first, std::min(kPiece, count - first));
  }
}

}  // namespace

void add_into(float* to, const float* from, std::size_t count) {
  in_pieces(count, [=](std::size_t first, std::size_t length) {
    HWY_DYNAMIC_DISPATCH(AddPiece)(to + first, from + first, length);
  });
}

void mask_by_relu6(float* gradient, const float* output, std::size_t count) {
  in_pieces(count, [=](std::size_t first, std::size_t length) {
    HWY_DYNAMIC_DISPATCH(MaskPiece)(gradient + first, output + first, length);
  });
}

void pool_channels_last(const float* map, std::size_t n, std::size_t places, std::size_t channels, float* pooled,
                        std::size_t row) {
  const float factor = 1.F / static_cast<float>(places);
  for (std::size_t i = 0; i < n; ++i) {
    HWY_DYNAMIC_DISPATCH(MeanOfRows)
    (map + i * places * channels, places, channels, channels, factor, pooled + i * row);
  }
}

void pool_blocked(const float* map, std::size_t n, std::size_t places, std::size_t channels, std::size_t block,
                  float* pooled, std::size_t row) {
  const std::size_t groups = (channels + block - 1) / block;
  const float factor = 1.F / static_cast<float>(places);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t group = 0; group < groups; ++group) {
      HWY_DYNAMIC_DISPATCH(MeanOfRows)
      (map + (i * groups + group) * places * block, places, block, std::min(block, channels - group * block), factor,
       pooled + i * row + group * block);
    }
}

void unpool_blocked(const float* pooled_gradient, std::size_t row, std::size_t n, std::size_t places,
                    std::size_t channels, std::size_t block, float* map_gradient) {
  const std::size_t groups = (channels + block - 1) / block;
  const float factor = 1.F / static_cast<float>(places);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t place = 0; place < groups * places; ++place) {
      const std::size_t group = place / places;
      const std::size_t width = std::min(block, channels - group * block);
      const float* from = pooled_gradient + i * row + group * block;
      float* to = map_gradient + (i * groups * places + place) * block;
      for (std::size_t lane = 0; lane < block; ++lane) to[lane] = lane < width ? factor * from[lane] : 0.F;
    }
}

}  // namespace ml
#endif  // HWY_ONCE
