// What the two kinds of unit (convolution, BatchNorm, perhaps ReLU6, perhaps a residual sum) that learn, or at
// least pass gradients on, have in common. Activations lie in groups of channels (kBlocked).
//
// StoredUnit folds the stored statistics into the convolution, so that no BatchNorm is run at all; BatchUnit
// takes the statistics of the batch.
// Threads: one thread at a time (the context's rule).
#pragma once

#include <map>
#include <memory>
#include <span>

#include "ml/layers/fold.h"
#include "ml/layers/packed_weights.h"
#include "ml/layers/weight_gradient.h"

namespace ml {

// The unit's tensors in the network's flat arrays. A frozen unit's gradients are empty.
struct TrainTensors {
  UnitTensors values;
  UnitGradients gradients;
  std::span<float> running_mean;
  std::span<float> running_variance;
  BatchNormRule rule;
};

// A unit's primitives, made once per batch size.
class UnitConvolutions {
 public:
  UnitConvolutions(ComputeContext& context, const ConvUnitSpec& unit, ConvFusion fusion, bool wants_src_gradient);

  ComputeContext& context() const { return context_; }
  const ConvUnitSpec& unit() const { return unit_; }
  ConvForward& forward(int n);
  ConvBackward& backward(int n);

 private:
  ComputeContext& context_;
  ConvUnitSpec unit_;
  ConvFusion fusion_;
  ConvLayouts layouts_;
  bool wants_src_gradient_;
  std::map<int, std::unique_ptr<ConvForward>> forward_;
  std::map<int, std::unique_ptr<ConvBackward>> backward_;
};

// Where a unit's input lies: images come as planes, everything else in groups of channels.
ActivationLayout source_layout(const ConvUnitSpec& unit);

}  // namespace ml
