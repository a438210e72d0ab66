// The first three convolutions of a network, or an inverted residual block, forward only and without a whole wide map:
// band by band of rows, on all threads, channels last, float32 (in bfloat16 the narrow sums of a band cost more than
// the cache gives). What a depthwise convolution reads was written a moment ago. The same numbers as three convolutions
// one after the other, up to the order of sums of another kernel of oneDNN.
//
// Use: `BandedBlock block(units); block.run(weights, source, n, result);`
// Threads: one thread at a time; the owner decides.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "ml/layers/packed_weights.h"

namespace ml {

class BandedBlock {
 public:
  static constexpr std::size_t kUnits = 3;
  static constexpr std::size_t kBandBytes = 3 << 17;  // of the wide map: well within the cache of a core

  // Whether the units begin with such a block, and its wide map is too large for the cache of a core.
  static bool pays(std::span<const UnitSpec> units);

  explicit BandedBlock(std::span<const UnitSpec> units, std::size_t band_bytes = kBandBytes);
  ~BandedBlock();
  BandedBlock(const BandedBlock&) = delete;
  BandedBlock& operator=(const BandedBlock&) = delete;

  // (n,C,H,W) of the first unit's source and of the last unit's result, which may not overlap. weights: of the three.
  void run(std::span<PackedWeights> weights, const void* source, int n, void* result);

 private:
  class Lane;
  void share_out(int n, int threads);

  std::array<UnitSpec, kUnits> units_;
  int rows_ = 1;  // of the result in a band
  int shared_n_ = 0, shared_threads_ = 0;
  std::vector<std::unique_ptr<Lane>> lanes_;  // one a thread
};

}  // namespace ml
