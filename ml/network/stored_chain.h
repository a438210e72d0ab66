// A chain with stored statistics: samples are independent, so a batch is worked off in parts, which stay in
// the processor's caches, and need not be kept.
// Threads, ownership: train_chain.h.
#pragma once

#include <array>

#include "ml/layers/stored_unit.h"
#include "ml/network/train_chain.h"

namespace ml {

class StoredChain final : public TrainChain {
 public:
  // With `recomputes`, activations of one part are kept, and backward runs the others forward again.
  StoredChain(std::vector<ConvUnitSpec> units, std::vector<TrainTensors> tensors, std::size_t first_trainable,
              std::size_t part_size, bool recomputes);

  void forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n, std::span<float> pooled) override;
  void backward(std::span<const float> pooled_gradient) override;
  void weights_changed() override;

 private:
  // Three places are enough: a unit's gradient, that of its input, and one that waits for its block's begin.
  struct Gradient {
    std::size_t place = 0;
    dnnl::memory memory;
  };
  static constexpr std::size_t kPlaces = 3;

  struct Part {
    std::size_t first = 0;
    int n = 0;
  };

  std::size_t store_of(std::size_t part) const { return recomputes_ ? 0 : part; }
  const dnnl::memory& forward_part(std::size_t part);
  void backward_part(std::size_t part, const float* pooled_gradient);
  Gradient gradient_in(std::size_t place, const dnnl::memory::desc& desc);
  Gradient last_gradient(std::size_t part, const float* pooled_gradient);

  std::vector<ConvUnitSpec> specs_;
  std::size_t first_trainable_;
  std::size_t part_size_;
  bool recomputes_;
  ComputeContext context_;
  std::vector<StoredUnit> units_;
  ActivationStore inputs_;
  std::array<AlignedBuffer, kPlaces> places_;
  std::vector<Part> parts_;
  const float* given_inputs_ = nullptr;  // of the last forward
  ActivationLayout given_layout_ = ActivationLayout::kPlanes;
};

}  // namespace ml
