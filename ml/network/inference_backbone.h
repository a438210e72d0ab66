// The backbone, or its first units, forward only: BatchNorm folded into the convolutions, ReLU6 and the residual sum
// fused, channels last, a few images at a time through three buffers. Blocks with maps that are too large for the cache
// go through it in bands of rows.
//
// Use: `backbone.set_weights(tensors); backbone.run(inputs, ActivationLayout::Planes, n, units, sink);`
// Threads: one thread at a time; the owner decides.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "ml/layers/banded_block.h"
#include "ml/layers/fold.h"
#include "ml/layers/packed_weights.h"
#include "ml/model/model.h"

namespace ml {

class InferenceBackbone {
 public:
  // Receives the activation of images first .. first + n - 1, (n,C,H,W), channels last in memory, as float32.
  using Sink = std::function<void(std::size_t first, std::size_t n, const float* activation)>;

  // Throws when this processor does not have the precision.
  explicit InferenceBackbone(std::vector<UnitSpec> units, Precision precision = Precision::Float32);
  ~InferenceBackbone();

  const std::vector<UnitSpec>& units() const { return units_; }
  void set_weights(std::span<const UnitTensors> tensors);
  // Runs the first `unit_count` units over n inputs.
  void run(std::span<const float> inputs, ActivationLayout input_layout, std::size_t n, std::size_t unit_count,
           const Sink& sink);
  // Runs all units: rows (n, pooled_length(units)) as heads read them; maps (n, maps_length(units)) they were made
  // from, or empty.
  void pool(std::span<const float> inputs, ActivationLayout input_layout, std::size_t n, std::span<float> rows,
            std::span<float> maps = {});

 private:
  struct Plan;
  static constexpr int kMicroBatch = 4;  // images at a time: as fast per image as 32, in an eighth of the memory
  static constexpr std::size_t kSlots = 3;

  // What runs at once: one unit, or three in bands; its result lies in a slot.
  struct Step {
    std::size_t first = 0, units = 1;
    int slot = 0;
    std::unique_ptr<BandedBlock> bands;  // of three
    std::size_t last() const { return first + units - 1; }
  };

  void plan_steps(std::size_t unit_count);
  const Plan& plan(int n);
  void run_step(std::size_t at, const Plan& plan);
  std::unique_ptr<Plan> make_plan(int n);
  void size_slots();
  // after(unit, first image, how many, result), of the last unit of every step, before the next runs.
  template <class After>
  void run_units(std::span<const float> inputs, ActivationLayout input_layout, std::size_t n, std::size_t unit_count,
                 const After& after);
  const float* as_floats(const dnnl::memory& result, int n, const UnitSpec& unit);

  std::vector<UnitSpec> units_;
  Precision precision_;
  std::vector<Step> steps_;  // of the units that were run last
  std::unique_ptr<ComputeContext> context_;
  std::vector<PackedWeights> weights_;
  std::array<AlignedBuffer, kSlots> slots_;
  AlignedBuffer widened_;                       // the last result, where it was not computed in float32
  std::map<int, std::unique_ptr<Plan>> plans_;  // by images per micro-batch
};

// The tensors of each unit as they stand in a model.
std::vector<UnitTensors> unit_tensors(const Model& model, std::span<const UnitSpec> units);

}  // namespace ml
