// A training backbone whose BatchNorms use the statistics of the batch: every unit needs the whole batch before the
// next can go on, and backward needs what forward made. All activations and gradients lie in one block of memory, each
// for as long as it is needed (memory_plan.h).
//
// What is not kept from forward to backward when it recomputes, because making it again costs little:
//   outputs with ReLU6, one pass over the convolution's result;
//   results of convolutions with few inputs each, whose source is kept: the stem's and the first expansions',
//   which are the largest.
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
  // Of one unit, whose source is the output of the one before. What is kept from forward to backward is the
  // same memory twice.
  struct Activations {
    dnnl::memory result, output;              // in forward
    dnnl::memory result_again, output_again;  // in backward
    dnnl::memory gradient;                    // of the output
    dnnl::memory result_gradient;             // the same unless the residual needs the output's later on
  };
  class Planner;

  int forward_time(std::size_t unit) const { return static_cast<int>(unit); }
  int backward_time(std::size_t unit) const { return static_cast<int>(2 * specs_.size() - 1 - unit); }
  std::size_t block_begin(std::size_t unit) const;
  int last_use_in_forward(std::size_t unit) const;
  bool keeps_output(std::size_t unit) const;
  bool keeps_result(std::size_t unit) const;

  void plan_for(int n);
  void plan_activations(std::size_t unit, Planner& planner);
  void plan_gradients(std::size_t unit, Planner& planner);

  void take_inputs(std::span<const float> inputs, ActivationLayout layout);
  const dnnl::memory& source(std::size_t unit) const { return unit == 0 ? input_ : activations_[unit - 1].output; }
  const dnnl::memory& source_again(std::size_t unit) const {
    return unit == 0 ? input_ : activations_[unit - 1].output_again;
  }
  void forward_unit(std::size_t unit);
  void make_output_again(std::size_t unit);
  void backward_unit(std::size_t unit);
  BatchNormUnit& learning(std::size_t unit) { return units_[unit - first_trainable_]; }

  std::vector<UnitSpec> specs_;
  std::size_t first_trainable_;
  bool recomputes_;
  ComputeContext context_;
  std::vector<FrozenNormUnit> frozen_;  // before the first that learns; their outputs are their own
  std::vector<BatchNormUnit> units_;

  int n_ = 0;  // samples the memory is arranged for
  AlignedBuffer block_;
  dnnl::memory input_;
  std::vector<Activations> activations_;  // one for each of specs_
};

}  // namespace ml
