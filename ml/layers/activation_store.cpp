#include "ml/layers/activation_store.h"

namespace ml {

const dnnl::memory& ActivationStore::get(std::size_t micro_batch, const dnnl::memory::desc& desc) {
  if (places_.size() <= micro_batch) places_.resize(micro_batch + 1);
  Place& place = places_[micro_batch];
  if (place.memory && place.memory.get_desc() == desc) return place.memory;
  if (place.buffer.bytes() < desc.get_size()) {
    place.memory = dnnl::memory();
    place.buffer = AlignedBuffer(desc.get_size());
  }
  place.memory = dnnl::memory(desc, context_->engine(), place.buffer.data());
  return place.memory;
}

}  // namespace ml
