// The first three convolutions of a network, or an inverted residual block, forward only and without a whole wide map:
// band by band of rows, channels last, float32 (in bfloat16 the narrow sums of a band cost more than the cache gives).
// What a depthwise convolution reads was written a moment ago. The same numbers as three convolutions one after the
// other, up to the order of sums of another kernel of oneDNN.
//
// Use: `BandedBlock block(units, memory); block.take_weights(weights); block.run(source, result);`
// Threads: the bands are shared out over as many as ThreadCount allowed where the block was made. One thread at a time;
// blocks that have taken the same weights may run beside each other, each in memory of its own.
// Ownership: units are copied; weights and memory stay the caller's and outlive it.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "ml/layers/packed_weights.h"

namespace ml {

// Where one thread keeps the rows of a band.
struct BandMemory {
  AlignedBuffer wide, narrow;
};

class BandedBlock {
 public:
  static constexpr std::size_t kUnits = 3;
  static constexpr std::size_t kBandBytes = 3 << 17;  // of the wide map: well within the cache of a core

  // Whether the units begin with such a block, and its wide map is too large for the cache of a core.
  static bool pays(std::span<const UnitSpec> units);

  // memory: one a thread, made or enlarged here; blocks that run one after the other share it.
  BandedBlock(std::span<const UnitSpec> units, std::deque<BandMemory>& memory, std::size_t band_bytes = kBandBytes);
  ~BandedBlock();
  BandedBlock(const BandedBlock&) = delete;
  BandedBlock& operator=(const BandedBlock&) = delete;

  // Those of the three units. Before blocks run side by side: packing writes. Again after the weights have changed.
  void take_weights(std::span<PackedWeights> weights);
  // (C,H,W) of the first unit's source and of the last unit's result, which may not overlap.
  void run(const void* source, void* result);

 private:
  class Lane;

  std::array<UnitSpec, kUnits> units_;
  std::vector<std::unique_ptr<Lane>> lanes_;  // one a thread
};

}  // namespace ml
