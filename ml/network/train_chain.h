// A row of units that learns: activations forward to the pooled features, gradients backward.
//
// StoredChain, with stored statistics, may work a batch off in parts, whose gradients add up to that of the
// batch; BatchChain, with the statistics of the batch, takes it whole.
// Threads: one thread at a time; the owner decides.
// Ownership: the tensors are the caller's and must outlive it; activations and gradients in between are its own.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "ml/layers/train_unit.h"
#include "ml/network/network.h"

namespace ml {

class TrainChain {
 public:
  virtual ~TrainChain() = default;

  // inputs (n,C,H,W) in the given layout, read again by backward; pooled (n, channels of the last unit).
  virtual void forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n,
                       std::span<float> pooled) = 0;
  virtual void backward(std::span<const float> pooled_gradient) = 0;
  virtual void weights_changed() = 0;
};

// The first units, up to first_trainable, are frozen: run, but not learnt.
std::unique_ptr<TrainChain> make_train_chain(std::vector<ConvUnitSpec> units, std::vector<TrainTensors> tensors,
                                             std::size_t first_trainable, const NetworkConfig& config);

// How a chain's first unit reads its input, and how a unit's output lies.
dnnl::memory::desc input_desc(const ConvUnitSpec& first, int n);
dnnl::memory::desc output_desc(const ConvUnitSpec& unit, int n);

inline std::size_t places_of(int px) { return static_cast<std::size_t>(px) * static_cast<std::size_t>(px); }

}  // namespace ml
