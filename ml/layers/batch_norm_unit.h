// A unit with the statistics of the batch, in steps: the convolution's result, its statistics, and from both
// the output, which is one pass of scale, shift, ReLU6 and residual sum. Backward needs the result and the
// source, kept or computed again: the unit holds the statistics, its caller the activations.
//
// Use, per batch: `weights_changed()` if they did, `convolve`, `take_statistics`, `normalise`; then `backward`,
// before which `convolve` and `normalise` may fill their memory with the same values once more.
// Threads: one thread at a time (the context's rule).
#pragma once

#include <vector>

#include "ml/kernels/batch_norm.h"
#include "ml/layers/unit_convolutions.h"

namespace ml {

class BatchNormUnit {
 public:
  BatchNormUnit(ComputeContext& context, const UnitSpec& unit, UnitParameters tensors, bool wants_src_gradient);

  void weights_changed();
  void convolve(int n, const dnnl::memory& src, const dnnl::memory& result);
  // Also moves the running statistics.
  void take_statistics(int n, const dnnl::memory& result);
  // residual is null unless the unit adds its block's input.
  void normalise(int n, const dnnl::memory& result, const dnnl::memory* residual, const dnnl::memory& output) const;

  struct Backward {
    dnnl::memory src;
    dnnl::memory result;
    dnnl::memory dst_gradient;                   // of the output
    dnnl::memory result_gradient;                // written; may be the memory of dst_gradient
    const dnnl::memory* src_gradient = nullptr;  // null: not needed
  };
  // Writes the gradients of the unit's tensors.
  void backward(int n, const Backward& memory);

 private:
  GroupedShape shape(int n) const;

  UnitConvolutions convolutions_;
  UnitParameters tensors_;
  PackedWeights weights_;
  WeightGradient gradient_;
  std::vector<float> mean_, variance_, inverse_deviation_, scale_, shift_;  // padding lanes stay 0
  std::vector<float> sum_, product_;
};

}  // namespace ml
