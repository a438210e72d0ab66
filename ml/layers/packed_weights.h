// The weights of one convolution, in every layout that its primitives ask for; packed on first use and
// again after they have changed.
// Threads: one thread at a time (the context's rule).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ml/layers/conv.h"

namespace ml {

class PackedWeights {
 public:
  PackedWeights(ComputeContext& context, const UnitSpec& unit);

  // Plain weights (O,I,K,K) and bias (O), to be written to; call changed() afterwards.
  std::span<float> weight();
  std::span<float> bias();
  void changed() { ++version_; }

  const dnnl::memory& weight_as(const dnnl::memory::desc& desc);
  const dnnl::memory& bias_memory() const { return bias_; }

 private:
  struct Packed {
    dnnl::memory memory;
    unsigned version = 0;
  };

  ComputeContext& context_;
  dnnl::memory plain_;
  dnnl::memory bias_;
  std::size_t weights_;
  std::size_t channels_;
  unsigned version_ = 1;
  std::vector<Packed> packed_;
};

}  // namespace ml
