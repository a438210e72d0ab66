#include "ml/kernels/flat_array.h"

#include <cmath>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ml/kernels/flat_array.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace ml::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// A float is finite when its exponent is not all ones. As an integer maximum this is a vector loop,
// which a loop that stops at the first fault would not be.
bool AllFinite(const float* values, std::size_t count) {
  const hn::ScalableTag<float> d;
  const hn::RebindToSigned<decltype(d)> bits;
  auto largest = hn::Zero(bits);
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d))
    largest = hn::Max(largest, hn::BitCast(bits, hn::Abs(hn::LoadU(d, values + i))));
  bool finite = hn::AllTrue(bits, hn::Lt(largest, hn::Set(bits, 0x7f800000)));
  for (; i < count; ++i) finite = finite && std::isfinite(values[i]);
  return finite;
}

double AddL2(float factor, const float* values, std::size_t count, float* gradients) {
  const hn::ScalableTag<double> wide;
  const hn::Rebind<float, decltype(wide)> d;  // as many floats as there are doubles in a register
  const auto scale = hn::Set(d, factor);
  auto squares = hn::Zero(wide);
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
    const auto value = hn::LoadU(d, values + i);
    const auto exact = hn::PromoteTo(wide, value);
    squares = hn::MulAdd(exact, exact, squares);
    hn::StoreU(hn::MulAdd(scale, value, hn::LoadU(d, gradients + i)), d, gradients + i);
  }
  double sum = hn::GetLane(hn::SumOfLanes(wide, squares));
  for (; i < count; ++i) {
    sum += static_cast<double>(values[i]) * static_cast<double>(values[i]);
    gradients[i] += factor * values[i];
  }
  return sum;
}

template <class D>
HWY_INLINE void adam_vector(D d, const AdamFactors& factors, const float* g, float* m, float* v, float* p) {
  const auto gradient = hn::LoadU(d, g);
  const auto first =
      hn::MulAdd(hn::Set(d, factors.beta1), hn::LoadU(d, m), hn::Mul(hn::Set(d, 1.F - factors.beta1), gradient));
  const auto second = hn::MulAdd(hn::Set(d, factors.beta2), hn::LoadU(d, v),
                                 hn::Mul(hn::Mul(hn::Set(d, 1.F - factors.beta2), gradient), gradient));
  hn::StoreU(first, d, m);
  hn::StoreU(second, d, v);
  const auto size = hn::MulAdd(hn::Sqrt(second), hn::Set(d, factors.spread), hn::Set(d, factors.epsilon));
  const auto change = hn::Div(hn::Mul(hn::Set(d, factors.rate), first), size);
  hn::StoreU(hn::MulSub(hn::Set(d, factors.keep), hn::LoadU(d, p), change), d, p);
}

void AdamUpdate(const AdamFactors& factors, const float* g, std::size_t count, float* m, float* v, float* p) {
  const hn::ScalableTag<float> wide;
  std::size_t i = 0;
  for (; i + hn::Lanes(wide) <= count; i += hn::Lanes(wide)) adam_vector(wide, factors, g + i, m + i, v + i, p + i);
  for (; i < count; ++i) adam_vector(hn::CappedTag<float, 1>(), factors, g + i, m + i, v + i, p + i);
}

}  // namespace ml::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ml {

HWY_EXPORT(AllFinite);
HWY_EXPORT(AddL2);
HWY_EXPORT(AdamUpdate);

bool all_finite(std::span<const float> values) { return HWY_DYNAMIC_DISPATCH(AllFinite)(values.data(), values.size()); }

double add_l2(float factor, std::span<const float> values, std::span<float> gradients) {
  return HWY_DYNAMIC_DISPATCH(AddL2)(factor, values.data(), values.size(), gradients.data());
}

void adam_update(const AdamFactors& factors, std::span<const float> gradients, float* first_moment,
                 float* second_moment, float* params) {
  HWY_DYNAMIC_DISPATCH(AdamUpdate)
  (factors, gradients.data(), gradients.size(), first_moment, second_moment, params);
}

}  // namespace ml
#endif  // HWY_ONCE
