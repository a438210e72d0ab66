// A training backbone whose BatchNorms use the statistics of the batch. A unit's statistics need the whole batch, but
// nothing else does: each unit is run in micro-batches that stay in the processor's caches, from the results of the
// unit before it (normalised on the way) to its own, whose sums are taken while they are there. Backward likewise. So
// a convolution's result is written and read once, not five times, and an output with ReLU6 never leaves the cache.
//
// All that lives longer than a micro-batch lies in one block of memory, each piece for as long as it is needed
// (memory_plan.h):
//   results of convolutions, from forward to backward; when it recomputes, those with few inputs each (the stem's
//   and the first expansions', which are the largest) are made again instead;
//   outputs without ReLU6, which are small, and those that are added later;
//   gradients of outputs, from one unit to the one before.
// Kept or not, the gradients are the same to the last bit.
// Threads, ownership: training_backbone.h.
#pragma once

#include "ml/layers/batch_norm_unit.h"
#include "ml/layers/frozen_norm_unit.h"
#include "ml/network/training_backbone.h"

namespace ml {

class BatchNormBackbone final : public TrainingBackbone {
 public:
  BatchNormBackbone(std::vector<UnitSpec> units, std::vector<UnitParameters> tensors, std::size_t first_trainable,
                    bool recomputes);

  void forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n, std::span<float> pooled) override;
  void backward(std::span<const float> pooled_gradient) override;
  void weights_changed() override;

 private:
  // Of one unit over the whole batch, whose source is the output of the one before.
  struct Activations {
    dnnl::memory result;           // in forward
    dnnl::memory result_again;     // in backward; the same memory where it is kept
    dnnl::memory output;           // empty where it is made for a micro-batch at a time
    dnnl::memory gradient;         // of the output
    std::size_t image_floats = 0;  // of each of them
  };
  struct MicroBatch {
    int first = 0;
    int count = 0;
  };
  class Planner;

  int forward_time(std::size_t unit) const { return static_cast<int>(unit); }
  int backward_time(std::size_t unit) const { return static_cast<int>(2 * specs_.size() - 1 - unit); }
  std::size_t block_begin(std::size_t unit) const;
  bool is_added_later(std::size_t unit) const;  // as the residual of the block that it begins
  bool keeps_output(std::size_t unit) const;
  bool keeps_result(std::size_t unit) const;
  BatchNormUnit& learning(std::size_t unit) { return units_[unit - first_trainable_]; }

  void plan_for(int n);
  void plan_unit(std::size_t unit, Planner& planner);
  void make_scratch();

  std::vector<MicroBatch> micro_batches(std::size_t unit) const;
  dnnl::memory part_of(const dnnl::memory& whole, std::size_t unit, MicroBatch part) const;
  dnnl::memory scratch_for(AlignedBuffer& scratch, std::size_t unit, MicroBatch part) const;
  dnnl::memory input_part(MicroBatch part) const;
  dnnl::memory source(std::size_t unit, MicroBatch part, const dnnl::memory& result_before);

  void take_inputs(std::span<const float> inputs, ActivationLayout layout);
  void forward_unit(std::size_t unit);
  void make_output(std::size_t unit, MicroBatch part, const dnnl::memory& result, const dnnl::memory& output);
  void pool_last(std::span<float> pooled);
  void begin_last_gradient(std::span<const float> pooled_gradient);
  void backward_unit(std::size_t unit);
  void backward_part(std::size_t unit, MicroBatch part);
  void add_residual_gradient(std::size_t unit, MicroBatch part, const dnnl::memory& src_gradient);

  std::vector<UnitSpec> specs_;
  std::size_t first_trainable_;
  bool recomputes_;
  ComputeContext context_;
  std::vector<FrozenNormUnit> frozen_;  // before the first that learns; their outputs are their own
  std::vector<BatchNormUnit> units_;

  int n_ = 0;  // samples the memory is arranged for
  AlignedBuffer block_;
  AlignedBuffer output_scratch_, gradient_scratch_;  // of one micro-batch
  dnnl::memory input_;
  std::vector<Activations> activations_;  // one for each of specs_
};

}  // namespace ml
