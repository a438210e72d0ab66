// Memory for one activation per micro-batch of a batch, kept between batches: grown when needed, never shrunk.
// Threads: one thread at a time (the context's rule).
#pragma once

#include <cstddef>
#include <vector>

#include "ml/layers/compute_context.h"

namespace ml {

class ActivationStore {
 public:
  explicit ActivationStore(ComputeContext& context) : context_(&context) {}

  // The memory of a micro-batch, in the layout of `desc`. What an earlier call returned for the same one and
  // another layout is void.
  const dnnl::memory& get(std::size_t micro_batch, const dnnl::memory::desc& desc);

 private:
  struct Place {
    AlignedBuffer buffer;
    dnnl::memory memory;
  };

  ComputeContext* context_;
  std::vector<Place> places_;
};

inline float* floats_of(const dnnl::memory& memory) { return static_cast<float*>(memory.get_data_handle()); }
inline std::size_t float_count(const dnnl::memory& memory) { return memory.get_desc().get_size() / sizeof(float); }

}  // namespace ml
