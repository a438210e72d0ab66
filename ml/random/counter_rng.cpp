#include "ml/random/counter_rng.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "ml/random/hash.h"

namespace ml {

namespace {

constexpr std::uint32_t kMultiplier0 = 0xD2511F53U;
constexpr std::uint32_t kMultiplier1 = 0xCD9E8D57U;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9U;
constexpr std::uint32_t kWeyl1 = 0xBB67AE85U;

std::uint32_t high(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32U); }
std::uint32_t low(std::uint64_t value) { return static_cast<std::uint32_t>(value); }

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = std::uint64_t{kMultiplier0} * counter[0];
    const std::uint64_t product1 = std::uint64_t{kMultiplier1} * counter[2];
    counter = {high(product1) ^ counter[1] ^ key[0], low(product1), high(product0) ^ counter[3] ^ key[1],
               low(product0)};
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  return counter;
}

// The counter holds the position and the two numbers of the stream; the purpose goes into the key.
CounterRng::CounterRng(std::uint64_t seed, StreamId stream) : key_{}, counter_{0, 0, stream.number, stream.part} {
  const std::uint64_t key = mix64(seed + 0x9e3779b97f4a7c15ULL) ^ mix64(~stream.purpose);
  key_ = {low(key), high(key)};
}

std::uint32_t CounterRng::next_u32() {
  if (used_ == 4) {
    block_ = philox4x32(counter_, key_);
    if (++counter_[0] == 0) ++counter_[1];
    used_ = 0;
  }
  return block_[used_++];
}

void CounterRng::fill(std::span<std::uint32_t> values) {
  std::size_t i = 0;
  for (; used_ == 4 && i + 4 <= values.size(); i += 4) {
    const std::array<std::uint32_t, 4> block = philox4x32(counter_, key_);
    if (++counter_[0] == 0) ++counter_[1];
    std::copy(block.begin(), block.end(), values.begin() + static_cast<std::ptrdiff_t>(i));
  }
  for (; i < values.size(); ++i) values[i] = next_u32();
}

std::uint64_t CounterRng::next_u64() {
  const std::uint64_t first = next_u32();
  return (first << 32U) | next_u32();
}

double CounterRng::uniform() { return static_cast<double>(next_u64() >> 11U) * 0x1.0p-53; }

double CounterRng::uniform(double from, double to) { return from + (to - from) * uniform(); }

double CounterRng::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

// Lemire's multiplication, rejecting the part of the range that would make some values likelier.
std::uint32_t CounterRng::below(std::uint32_t bound) {
  const std::uint32_t rejected = (0U - bound) % bound;
  for (;;) {
    const std::uint64_t product = std::uint64_t{next_u32()} * bound;
    if (low(product) >= rejected) return high(product);
  }
}

bool CounterRng::chance(double probability) { return uniform() < probability; }

void shuffle(std::span<std::uint32_t> values, CounterRng& rng) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[rng.below(static_cast<std::uint32_t>(i))]);
  }
}

}  // namespace ml
