// The backbone, or its first units, forward only, see inference_pass.h. Of several images every thread takes one after
// the other and runs it alone, so that no layer waits for the slowest; a single one is split over all threads.
//
// Use: `backbone.set_weights(tensors); backbone.run(inputs, ActivationLayout::Planes, n, units, sink);`
// Threads: one thread at a time; the owner decides.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "ml/layers/fold.h"
#include "ml/layers/packed_weights.h"
#include "ml/model/model.h"
#include "ml/network/inference_pass.h"

namespace ml {

class InferenceBackbone {
 public:
  // Receives the activation of an image, (C,H,W), channels last in memory, as float32. Called on several threads at
  // once, each time for another image. What it throws reaches the caller of run().
  using Sink = std::function<void(std::size_t image, const float* activation)>;

  // Throws when this processor does not have the precision.
  explicit InferenceBackbone(std::vector<UnitSpec> units, Precision precision = Precision::Float32);
  InferenceBackbone(const InferenceBackbone&) = delete;
  InferenceBackbone& operator=(const InferenceBackbone&) = delete;

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
  // After the last unit of every step of an image, on the thread that runs it.
  using After = std::function<void(InferencePass& pass, std::size_t unit, std::size_t image)>;

  void require_lengths(std::size_t numbers, std::size_t n, std::size_t unit_count) const;
  std::size_t input_length() const;
  void plan(std::size_t unit_count, std::size_t lanes, bool split);
  void run_units(std::span<const float> inputs, ActivationLayout input_layout, std::size_t n, std::size_t unit_count,
                 const After& after);

  std::vector<UnitSpec> units_;
  Precision precision_;
  ComputeContext context_;  // of the weights
  std::vector<PackedWeights> weights_;
  std::size_t planned_ = 0;                            // units of the passes
  std::vector<std::unique_ptr<InferencePass>> lanes_;  // on one thread each
  std::unique_ptr<InferencePass> split_;               // on all threads
};

// The tensors of each unit as they stand in a model.
std::vector<UnitTensors> unit_tensors(const Model& model, std::span<const UnitSpec> units);

}  // namespace ml
