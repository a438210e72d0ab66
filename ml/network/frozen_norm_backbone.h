// A training backbone whose BatchNorms use their stored statistics (frozen BatchNorm): samples are independent, so a
// batch is processed in micro-batches, which stay in the processor's caches, and need not be kept.
// Threads, ownership: training_backbone.h.
#pragma once

#include <algorithm>
#include <array>

#include "ml/arch/pooled_features.h"
#include "ml/kernels/spread.h"
#include "ml/layers/frozen_norm_unit.h"
#include "ml/network/training_backbone.h"

namespace ml {

class FrozenNormBackbone final : public TrainingBackbone {
 public:
  // With `recomputes`, activations of half the micro-batches are kept, and backward runs the others forward again.
  FrozenNormBackbone(std::vector<UnitSpec> units, std::vector<UnitParameters> tensors, std::size_t first_trainable,
                     std::size_t micro_batch_size, bool recomputes);
  // Learns nothing, and can tell the gradient of its inputs.
  FrozenNormBackbone(std::vector<UnitSpec> units, std::vector<UnitParameters> tensors, std::size_t micro_batch_size);

  void forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n, std::span<float> pooled) override;
  void backward(std::span<const float> pooled_gradient) override;
  void weights_changed() override;
  // After forward, in place of backward: of what `pooled_gradient` is the gradient of, in the inputs' layout.
  void input_gradient(std::span<const float> pooled_gradient, std::span<float> gradient);

 private:
  // Three places are enough: a unit's gradient, that of its input, and one that waits for its block's begin.
  struct Gradient {
    std::size_t place = 0;
    dnnl::memory memory;
  };
  static constexpr std::size_t kPlaces = 3;

  struct MicroBatch {
    std::size_t first = 0;
    int n = 0;
  };

  void divide(std::size_t n);
  // Backward begins with the last: those before the first kept one share its place, and are made again in it.
  std::size_t store_of(std::size_t micro_batch) const { return micro_batch - std::min(micro_batch, first_kept_); }
  // `pooled`: the micro-batch's first row; null where it is run again.
  const dnnl::memory& forward_micro_batch(std::size_t micro_batch, float* pooled);
  void backward_micro_batch(std::size_t micro_batch, const float* pooled_gradient);
  // From the last unit to the first that learns, or to the inputs, whose gradient comes back.
  template <typename StepBack>
  Gradient walk_back(std::size_t micro_batch, const float* pooled_gradient, bool to_inputs, const StepBack& step_back);
  void make_units(const std::vector<UnitParameters>& tensors, bool to_inputs);
  dnnl::memory given_part(std::size_t micro_batch, const float* values) const;
  Gradient gradient_in(std::size_t place, const dnnl::memory::desc& desc);
  Gradient last_gradient(std::size_t micro_batch, const float* pooled_gradient);
  SpreadLayout spread_of(const PooledPart& part, std::size_t n) const;
  void add_pooled_gradient(std::size_t unit, std::size_t micro_batch, const float* pooled_gradient,
                           const dnnl::memory& gradient);

  std::vector<UnitSpec> specs_;
  std::vector<PooledPart> parts_;
  std::size_t row_;  // floats of one pooled row
  std::size_t first_trainable_;
  std::size_t micro_batch_size_;
  bool recomputes_;
  ComputeContext context_;
  std::vector<FrozenNormUnit> units_;
  ActivationStore inputs_;
  std::array<AlignedBuffer, kPlaces> places_;
  std::vector<MicroBatch> micro_batches_;
  std::size_t first_kept_ = 0;
  const float* given_inputs_ = nullptr;  // of the last forward
  const float* given_pooled_ = nullptr;
  ActivationLayout given_layout_ = ActivationLayout::Planes;
};

}  // namespace ml
