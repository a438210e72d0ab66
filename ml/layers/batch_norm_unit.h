// A unit whose BatchNorm uses the statistics of the batch, in steps that a batch is taken through in micro-batches:
// the convolution's result, its statistics, and from both the output, which is one pass of scale, shift, ReLU6 and
// residual sum. Backward needs the result and the source, kept or computed again: the unit holds the statistics, its
// caller the activations.
//
// Use, per batch: `weights_changed()` if they did; `begin_forward(n)`, `convolve` and `add_statistics` for every
// micro-batch, `take_statistics()`, then `normalise` wherever the output is wanted. Backward: `add_gradient_sums` for
// every micro-batch, `begin_backward()`, `backward` for every micro-batch, `end_backward()`.
// `count` is the number of images of a micro-batch, `first` its first image in the batch.
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
  void begin_forward(int n);
  void convolve(int count, const dnnl::memory& src, const dnnl::memory& result);
  void add_statistics(int first, int count, const dnnl::memory& result);
  // Also moves the running statistics.
  void take_statistics();
  // residual is null unless the unit adds its block's input.
  void normalise(int count, const dnnl::memory& result, const dnnl::memory* residual, const dnnl::memory& output) const;

  void add_gradient_sums(int first, int count, const dnnl::memory& dst_gradient, const dnnl::memory& result);
  // Writes the gradients of gamma and beta.
  void begin_backward();
  struct Backward {
    dnnl::memory src;
    dnnl::memory result;
    dnnl::memory dst_gradient;                   // of the output
    dnnl::memory result_gradient;                // written; may be the memory of dst_gradient
    const dnnl::memory* src_gradient = nullptr;  // null: not needed
  };
  void backward(int count, const Backward& memory);
  // Writes the gradient of the weight.
  void end_backward();

 private:
  GroupedShape shape(int n) const;
  NormalisationGradient norm() const;

  UnitConvolutions convolutions_;
  UnitParameters tensors_;
  PackedWeights weights_;
  WeightGradient gradient_;
  ImageSums sums_;  // moments in forward, gradients' sums in backward
  int n_ = 0;
  std::vector<float> mean_, variance_, inverse_deviation_, scale_, shift_;  // padding lanes stay 0
  std::vector<float> mean_sum_, mean_product_;
};

}  // namespace ml
