// A unit with stored statistics: one convolution with bias, ReLU6 and residual sum fused into it. Only its
// output is kept, because ReLU6's mask can be read off it. The gradients of weight, gamma and beta come from
// those of the folded convolution (fold.h).
//
// Use, per batch: `weights_changed()` if they did, `forward` for every micro-batch, `begin_backward()`,
// `backward` for every micro-batch, `end_backward()`.
// Threads: one thread at a time (the context's rule).
#pragma once

#include "ml/layers/activation_store.h"
#include "ml/layers/unit_convolutions.h"

namespace ml {

class FrozenNormUnit {
 public:
  FrozenNormUnit(ComputeContext& context, const UnitSpec& unit, UnitParameters tensors, bool wants_src_gradient);

  void weights_changed();
  // residual is null unless the unit adds its block's input. src must stay as it is until backward.
  const dnnl::memory& forward(std::size_t micro_batch, int n, const dnnl::memory& src, const dnnl::memory* residual);
  // Of the last forward of this micro-batch.
  const dnnl::memory& output(std::size_t micro_batch) const { return saved_[micro_batch].dst; }
  void begin_backward() { gradient_.begin(); }
  // Overwrites dst_gradient where the unit has ReLU6. src_gradient null: not needed.
  void backward(std::size_t micro_batch, const dnnl::memory& dst_gradient, const dnnl::memory* src_gradient);
  void end_backward();
  // Where the gradient of src lies.
  dnnl::memory::desc src_gradient_desc(int n) { return convolutions_.backward(n).src_gradient_desc(); }
  // Only the gradient of src, of a unit that does not learn. Overwrites dst_gradient where the unit has ReLU6.
  void backward_to_source(std::size_t micro_batch, const dnnl::memory& dst_gradient, const dnnl::memory& src_gradient);

 private:
  struct Saved {
    int n = 0;
    dnnl::memory src;
    dnnl::memory dst;
  };

  UnitConvolutions convolutions_;
  UnitParameters tensors_;
  PackedWeights folded_;
  WeightGradient gradient_;
  ActivationStore outputs_;
  std::vector<Saved> saved_;
};

}  // namespace ml
