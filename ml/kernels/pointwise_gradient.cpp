#include "ml/kernels/pointwise_gradient.h"

#include <algorithm>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ml/kernels/pointwise_gradient.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef ML_KERNELS_POINTWISE_GRADIENT_ONCE
#define ML_KERNELS_POINTWISE_GRADIENT_ONCE
namespace ml {

constexpr std::size_t kInputsAtOnce = 8;           // as many sums as registers hold beside each other
constexpr std::size_t kPlacesPerPartialSum = 512;  // short float sums, added up in double
constexpr std::size_t kWidestBlock = 16;

}  // namespace ml
#endif

HWY_BEFORE_NAMESPACE();
namespace ml::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Adds to sums (kInputsAtOnce, lanes) and to bias (lanes) what these places give: one vector of output channels, each
// of eight input channels in turn.
template <class D>
HWY_INLINE void add_places(D d, const float* src, const float* gradient, std::size_t count, std::size_t block,
                           double* sums, double* bias) {
  auto s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0, total = s0;
  for (std::size_t at = 0; at < count * block; at += block) {
    const auto g = hn::LoadU(d, gradient + at);
    total = hn::Add(total, g);
    s0 = hn::MulAdd(g, hn::Set(d, src[at]), s0);
    s1 = hn::MulAdd(g, hn::Set(d, src[at + 1]), s1);
    s2 = hn::MulAdd(g, hn::Set(d, src[at + 2]), s2);
    s3 = hn::MulAdd(g, hn::Set(d, src[at + 3]), s3);
    s4 = hn::MulAdd(g, hn::Set(d, src[at + 4]), s4);
    s5 = hn::MulAdd(g, hn::Set(d, src[at + 5]), s5);
    s6 = hn::MulAdd(g, hn::Set(d, src[at + 6]), s6);
    s7 = hn::MulAdd(g, hn::Set(d, src[at + 7]), s7);
  }
  float partial[(kInputsAtOnce + 1) * kWidestBlock];
  const std::size_t lanes = hn::Lanes(d);
  std::size_t next = 0;
  for (const auto& sum : {s0, s1, s2, s3, s4, s5, s6, s7, total}) hn::StoreU(sum, d, partial + lanes * next++);
  for (std::size_t i = 0; i < kInputsAtOnce * lanes; ++i) sums[i] += static_cast<double>(partial[i]);
  for (std::size_t i = 0; i < lanes; ++i) bias[i] += static_cast<double>(partial[kInputsAtOnce * lanes + i]);
}

// Eight input channels from `input` on with the output channels of one vector from lane `lane` of group `group` on.
template <class D>
HWY_INLINE void gradient_of_tile(D d, const float* src, const float* dst_gradient, const PointwiseShape& shape,
                                 std::size_t input, std::size_t group, std::size_t lane, float* weight_gradient,
                                 float* bias_gradient) {
  const std::size_t plane = shape.places * shape.block;
  const std::size_t in_groups = (shape.in_channels + shape.block - 1) / shape.block;
  const std::size_t out_groups = (shape.out_channels + shape.block - 1) / shape.block;
  double sums[kInputsAtOnce * kWidestBlock] = {}, bias[kWidestBlock] = {};
  for (std::size_t image = 0; image < shape.n; ++image) {
    const float* x = src + (image * in_groups + input / shape.block) * plane + input % shape.block;
    const float* g = dst_gradient + (image * out_groups + group) * plane + lane;
    for (std::size_t first = 0; first < shape.places; first += kPlacesPerPartialSum)
      add_places(d, x + first * shape.block, g + first * shape.block,
                 std::min(kPlacesPerPartialSum, shape.places - first), shape.block, sums, bias);
  }
  const std::size_t output = group * shape.block + lane;
  for (std::size_t o = 0; o < hn::Lanes(d) && output + o < shape.out_channels; ++o) {
    for (std::size_t i = 0; i < kInputsAtOnce && input + i < shape.in_channels; ++i)
      weight_gradient[(output + o) * shape.in_channels + input + i] = static_cast<float>(sums[i * hn::Lanes(d) + o]);
    if (bias_gradient != nullptr && input == 0) bias_gradient[output + o] = static_cast<float>(bias[o]);
  }
}

template <class D>
HWY_INLINE void gradient_of_group(D d, const float* src, const float* dst_gradient, const PointwiseShape& shape,
                                  std::size_t input, std::size_t group, float* weight_gradient, float* bias_gradient) {
  for (std::size_t lane = 0; lane < shape.block; lane += hn::Lanes(d))
    gradient_of_tile(d, src, dst_gradient, shape, input, group, lane, weight_gradient, bias_gradient);
}

void GradientOfGroup(const float* src, const float* dst_gradient, const PointwiseShape& shape, std::size_t input,
                     std::size_t group, float* weight_gradient, float* bias_gradient) {
  const hn::CappedTag<float, kWidestBlock> wide;
  if (hn::Lanes(wide) <= shape.block)
    gradient_of_group(wide, src, dst_gradient, shape, input, group, weight_gradient, bias_gradient);
  else
    gradient_of_group(hn::CappedTag<float, kWidestBlock / 2>(), src, dst_gradient, shape, input, group, weight_gradient,
                      bias_gradient);
}

}  // namespace ml::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ml {

HWY_EXPORT(GradientOfGroup);

void pointwise_weight_gradient(const float* src, const float* dst_gradient, const PointwiseShape& shape,
                               float* weight_gradient, float* bias_gradient) {
  const std::size_t inputs = (shape.in_channels + kInputsAtOnce - 1) / kInputsAtOnce;
  const std::size_t groups = (shape.out_channels + shape.block - 1) / shape.block;
#pragma omp parallel for schedule(static)
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(inputs * groups); ++i) {
    const auto tile = static_cast<std::size_t>(i);
    HWY_DYNAMIC_DISPATCH(GradientOfGroup)
    (src, dst_gradient, shape, tile % inputs * kInputsAtOnce, tile / inputs, weight_gradient, bias_gradient);
  }
}

}  // namespace ml
#endif  // HWY_ONCE
