// A small counter-based random stream: the same seed gives the same numbers on every machine,
// which the standard distributions do not promise.
//
//     Random random(seed, "lesion");       // an independent stream per purpose
//     float radius = random.range(0.2f, 0.4f);
//
// One thread at a time; the owner decides. A plain value: copy it to fork the sequence.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

namespace app::demo {

constexpr std::uint64_t mix_bits(std::uint64_t v) {
  v += 0x9E3779B97F4A7C15ull;
  v = (v ^ (v >> 30)) * 0xBF58476D1CE4E5B9ull;
  v = (v ^ (v >> 27)) * 0x94D049BB133111EBull;
  return v ^ (v >> 31);
}

constexpr std::uint64_t seed_from(std::uint64_t seed, std::string_view purpose) {
  std::uint64_t hash = 0xCBF29CE484222325ull ^ mix_bits(seed);
  for (char c : purpose) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  return mix_bits(hash);
}

class Random {
 public:
  explicit Random(std::uint64_t seed, std::string_view purpose = {}) : state_(seed_from(seed, purpose)) {}

  std::uint64_t bits() { return mix_bits(state_ += 0x632BE59BD9B4E019ull); }
  std::uint32_t seed32() { return static_cast<std::uint32_t>(bits() >> 32); }
  float unit() { return static_cast<float>(bits() >> 40) * 0x1p-24f; }  // [0, 1)
  float range(float low, float high) { return low + (high - low) * unit(); }
  bool chance(float probability) { return unit() < probability; }
  // Both ends included.
  int between(int low, int high) { return low + static_cast<int>(bits() % static_cast<std::uint64_t>(high - low + 1)); }
  // Sum of uniforms: near enough to a bell, and exactly reproducible without libm.
  float normal(float mean, float deviation) {
    float sum = 0.0f;
    for (int i = 0; i < 6; ++i) sum += unit();
    return mean + deviation * (sum - 3.0f) * 1.41421356f;
  }
  template <typename Container>
  void shuffle(Container& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[bits() % i]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace app::demo
