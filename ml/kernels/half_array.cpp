#include "ml/kernels/half_array.h"

#include <cstddef>

#include "ml/kernels/half.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ml/kernels/half_array.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace ml::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// half_bits and float_from_half of half.h, step by step, with selections where those branch. The processor's own
// instruction would make infinities of what lies beyond the largest half.
void HalvesFromFloats(const float* values, std::size_t count, std::uint16_t* halves) {
  const hn::ScalableTag<std::uint32_t> u32;
  const hn::RebindToFloat<decltype(u32)> f32;
  const hn::RebindToSigned<decltype(u32)> i32;
  const hn::Rebind<std::uint16_t, decltype(u32)> u16;
  std::size_t i = 0;
  for (; i + hn::Lanes(u32) <= count; i += hn::Lanes(u32)) {
    const auto bits = hn::BitCast(u32, hn::LoadU(f32, values + i));
    const auto sign = hn::And(hn::ShiftRight<16>(bits), hn::Set(u32, 0x8000U));
    const auto magnitude = hn::And(bits, hn::Set(u32, 0x7fffffffU));
    const auto odd = hn::And(hn::ShiftRight<13>(magnitude), hn::Set(u32, 1U));
    const auto rounded = hn::Add(hn::Add(magnitude, hn::Set(u32, 0xfffU)), odd);
    const auto normal = hn::ShiftRight<13>(hn::Sub(rounded, hn::Set(u32, 0x38000000U)));
    const auto aligned = hn::Add(hn::BitCast(f32, magnitude), hn::Set(f32, 0.5F));
    const auto subnormal = hn::Sub(hn::BitCast(u32, aligned), hn::Set(u32, 0x3f000000U));
    auto half = hn::IfThenElse(hn::Lt(magnitude, hn::Set(u32, 0x38800000U)), subnormal, normal);
    half = hn::IfThenElse(hn::Gt(magnitude, hn::Set(u32, 0x477fdfffU)), hn::Set(u32, 0x7bffU), half);
    half = hn::IfThenElse(hn::Gt(magnitude, hn::Set(u32, 0x7f800000U)), hn::Set(u32, 0x7e00U), half);
    hn::StoreU(hn::DemoteTo(u16, hn::BitCast(i32, hn::Or(half, sign))), u16, halves + i);
  }
  for (; i < count; ++i) halves[i] = half_bits(values[i]);
}

void FloatsFromHalves(const std::uint16_t* halves, std::size_t count, float* values) {
  const hn::ScalableTag<std::uint32_t> u32;
  const hn::RebindToFloat<decltype(u32)> f32;
  const hn::RebindToSigned<decltype(u32)> i32;
  const hn::Rebind<std::uint16_t, decltype(u32)> u16;
  std::size_t i = 0;
  for (; i + hn::Lanes(u32) <= count; i += hn::Lanes(u32)) {
    const auto bits = hn::PromoteTo(u32, hn::LoadU(u16, halves + i));
    const auto sign = hn::ShiftLeft<16>(hn::And(bits, hn::Set(u32, 0x8000U)));
    const auto magnitude = hn::And(bits, hn::Set(u32, 0x7fffU));
    const auto shifted = hn::ShiftLeft<13>(magnitude);
    const auto normal = hn::Add(shifted, hn::Set(u32, 0x38000000U));
    const auto small = hn::Mul(hn::ConvertTo(f32, hn::BitCast(i32, magnitude)), hn::Set(f32, 0x1.0p-24F));
    const auto special = hn::Or(hn::And(shifted, hn::Set(u32, 0x7fe000U)), hn::Set(u32, 0x7f800000U));
    auto value = hn::IfThenElse(hn::Lt(magnitude, hn::Set(u32, 0x400U)), hn::BitCast(u32, small), normal);
    value = hn::IfThenElse(hn::Gt(magnitude, hn::Set(u32, 0x7bffU)), special, value);
    hn::StoreU(hn::BitCast(f32, hn::Or(value, sign)), f32, values + i);
  }
  for (; i < count; ++i) values[i] = float_from_half(halves[i]);
}

}  // namespace ml::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ml {

HWY_EXPORT(HalvesFromFloats);
HWY_EXPORT(FloatsFromHalves);

void halves_from_floats(std::span<const float> values, std::span<std::uint16_t> halves) {
  HWY_DYNAMIC_DISPATCH(HalvesFromFloats)(values.data(), values.size(), halves.data());
}

void floats_from_halves(std::span<const std::uint16_t> halves, std::span<float> values) {
  HWY_DYNAMIC_DISPATCH(FloatsFromHalves)(halves.data(), halves.size(), values.data());
}

}  // namespace ml
#endif  // HWY_ONCE
