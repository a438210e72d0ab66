// Random numbers that are a function of (seed, stream, position): Philox4x32-10 (Salmon et al. 2011).
// Nothing is shared between streams, so a dropout mask, a shuffle or a view of an image is the same
// whatever ran before it and on whichever thread.
//
// Use: `CounterRng rng(seed, {stable_hash("shuffle"), epoch}); double u = rng.uniform();`
// Threads: one thread at a time; the owner decides. Copies are cheap and independent.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace ml {

// The bare generator: four words from a counter and a key.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

// What a stream is named by: a purpose or image (usually a stable_hash) and a number such as the epoch.
struct StreamId {
  std::uint64_t purpose = 0;
  std::uint32_t number = 0;
  std::uint32_t part = 0;
};

class CounterRng {
 public:
  explicit CounterRng(std::uint64_t seed, StreamId stream = {});

  std::uint32_t next_u32();
  // Fills the span with the next values, the same as that many calls of next_u32().
  void fill(std::span<std::uint32_t> values);
  std::uint64_t next_u64();
  double uniform();                          // [0, 1), 53 bits
  double uniform(double low, double high);   // [low, high)
  double normal();                           // mean 0, deviation 1 (Box-Muller)
  std::uint32_t below(std::uint32_t bound);  // 0 .. bound - 1 without bias; bound must not be 0
  bool chance(double probability);

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  unsigned used_ = 4;
};

// Fisher-Yates.
void shuffle(std::span<std::uint32_t> values, CounterRng& rng);

}  // namespace ml
