// The convolution primitives and tensors of one unit that learns, or at least passes gradients on: what
// FrozenNormUnit and BatchNormUnit have in common. Activations lie in groups of channels (Blocked).
//
// FrozenNormUnit folds the stored statistics into the convolution, so that no BatchNorm is run at all; BatchNormUnit
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
struct UnitParameters {
  UnitTensors values;
  UnitGradients gradients;
  std::span<float> running_mean;
  std::span<float> running_variance;
  BatchNormRule rule;
};

// A unit's primitives, made once per batch size.
class UnitConvolutions {
 public:
  UnitConvolutions(ComputeContext& context, const UnitSpec& unit, ConvFusion fusion, bool wants_src_gradient);

  ComputeContext& context() const { return context_; }
  const UnitSpec& unit() const { return unit_; }
  ConvForward& forward(int n);
  ConvBackward& backward(int n);

 private:
  ComputeContext& context_;
  UnitSpec unit_;
  ConvFusion fusion_;
  ConvLayouts layouts_;
  bool wants_src_gradient_;
  std::map<int, std::unique_ptr<ConvForward>> forward_;
  std::map<int, std::unique_ptr<ConvBackward>> backward_;
};

// Where a unit's input lies: images come as planes, everything else in groups of channels. Its gradient always lies in
// groups of channels.
ActivationLayout source_layout(const UnitSpec& unit);

}  // namespace ml
