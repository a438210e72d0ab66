// One image through the first units of a network, forward only: BatchNorm folded into the convolutions, ReLU6 and the
// residual sum fused, channels last, through three buffers. Blocks with maps that are too large for the cache go
// through it in bands of rows.
//
// Use: `InferencePass pass(units, precision); pass.take_weights(weights); pass.run(input, layout, after);`
// Threads: every layer is split over as many as ThreadCount allowed where the pass was made. One thread at a time;
// passes that have taken the same weights may run beside each other.
// Ownership: the units and their weights stay the caller's and outlive it; all else is its own.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "ml/layers/banded_block.h"
#include "ml/layers/packed_weights.h"

namespace ml {

class InferencePass {
 public:
  InferencePass(std::span<const UnitSpec> units, Precision precision);

  int threads() const { return threads_; }
  // Before passes run side by side: packing writes. Again after the weights have changed.
  void take_weights(std::span<PackedWeights> weights);
  // input: (C,H,W), float32. after(unit) follows the last unit of every step and may ask for its result().
  void run(const float* input, ActivationLayout input_layout, const std::function<void(std::size_t unit)>& after);
  // Of the step that ran last: (C,H,W), channels last in memory, float32; until the next step.
  const float* result();

 private:
  static constexpr std::size_t kSlots = 3;

  // What runs at once: one unit, or three in bands; its result lies in a slot.
  struct Step {
    std::size_t first = 0, units = 1;
    int slot = 0;
    std::unique_ptr<BandedBlock> bands;  // of three
    std::unique_ptr<ConvForward> conv;   // of one
    dnnl::memory weights, bias, result;  // the first two: of one
    std::size_t last() const { return first + units - 1; }
  };

  void plan_steps();
  void size_slots();
  void make_convolutions();
  dnnl::memory memory_in(int slot, int channels, int side_px);
  void run_step(std::size_t at);

  std::span<const UnitSpec> units_;
  Precision precision_;
  int threads_;
  ComputeContext context_;
  std::deque<BandMemory> band_memory_;
  std::vector<Step> steps_;
  std::size_t at_ = 0;  // the step that ran last
  std::array<AlignedBuffer, kSlots> slots_;
  dnnl::memory input_;
  AlignedBuffer widened_;  // the last result, where it was not computed in float32
};

}  // namespace ml
