// The gradient of one convolution's weights and bias, summed over the micro-batches of a batch in oneDNN's own
// layout and brought into plain order once.
//
// Use: `begin();` then per micro-batch `target(desc)`, run the primitive, `add();` and at the end `plain()`.
// Threads: one thread at a time (the context's rule).
#pragma once

#include <span>

#include "ml/layers/conv.h"

namespace ml {

class WeightGradient {
 public:
  WeightGradient(ComputeContext& context, const UnitSpec& unit);

  void begin() { micro_batches_ = 0; }
  const dnnl::memory& target(const dnnl::memory::desc& desc);
  const dnnl::memory& bias_target() const { return micro_batches_ == 0 ? bias_sum_ : bias_addend_; }
  void add();

  // (O,I,K,K); valid until the next begin().
  std::span<const float> plain();
  std::span<const float> bias() const;

 private:
  ComputeContext& context_;
  dnnl::memory::desc plain_desc_;
  dnnl::memory sum_;
  dnnl::memory addend_;
  dnnl::memory converted_;  // an addend whose layout differs from the sum's
  dnnl::memory plain_;
  dnnl::memory bias_sum_;
  dnnl::memory bias_addend_;
  std::size_t weights_;
  int micro_batches_ = 0;
};

}  // namespace ml
