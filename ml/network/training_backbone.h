// The part of the backbone that learns: activations forward to the pooled features, gradients backward.
//
// FrozenNormBackbone, with stored statistics, processes a batch in micro-batches, whose gradients add up to that
// of the batch; BatchNormBackbone, with the statistics of the batch, takes it whole.
// Threads: one thread at a time; the owner decides.
// Ownership: the tensors are the caller's and must outlive it; activations and gradients in between are its own.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "ml/layers/unit_convolutions.h"
#include "ml/network/network_config.h"
#include "ml/network/parameter_store.h"

namespace ml {

class TrainingBackbone {
 public:
  virtual ~TrainingBackbone() = default;

  // inputs (n,C,H,W) in the given layout; pooled (n, pooled_length(units)), see pooled_features.h. backward reads both
  // again.
  virtual void forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n,
                       std::span<float> pooled) = 0;
  virtual void backward(std::span<const float> pooled_gradient) = 0;
  virtual void weights_changed() = 0;
};

// The first units, up to first_trainable, are frozen: run, but not learnt.
std::unique_ptr<TrainingBackbone> make_training_backbone(std::vector<UnitSpec> units,
                                                         std::vector<UnitParameters> tensors,
                                                         std::size_t first_trainable, const NetworkConfig& config);

// The tensors of units as they lie in the store, which must outlive them.
std::vector<UnitParameters> unit_parameters(const std::vector<UnitSpec>& units, const BatchNormRule& rule,
                                            ParameterStore& store);

// How a chain's first unit reads its input, and how a unit's output lies.
dnnl::memory::desc input_desc(const UnitSpec& first, int n);
dnnl::memory::desc output_desc(const UnitSpec& unit, int n);

inline std::size_t places_of(int px) { return static_cast<std::size_t>(px) * static_cast<std::size_t>(px); }

}  // namespace ml
