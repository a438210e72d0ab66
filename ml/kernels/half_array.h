// Whole arrays to and from half precision; the same bits as half.h on every processor.
// Threads: any thread; pure functions.
#pragma once

#include <cstdint>
#include <span>

namespace ml {

// Both spans have the same length.
void halves_from_floats(std::span<const float> values, std::span<std::uint16_t> halves);
void floats_from_halves(std::span<const std::uint16_t> halves, std::span<float> values);

}  // namespace ml
