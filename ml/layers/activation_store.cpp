#include "ml/layers/activation_store.h"

namespace ml {

const dnnl::memory& ActivationStore::get(std::size_t part, const dnnl::memory::desc& desc) {
  if (places_.size() <= part) places_.resize(part + 1);
  Place& place = places_[part];
  if (place.memory && place.memory.get_desc() == desc) return place.memory;
  if (place.buffer.bytes() < desc.get_size()) {
    place.memory = dnnl::memory();
    place.buffer = AlignedBuffer(desc.get_size());
  }
  place.memory = dnnl::memory(desc, context_->engine(), place.buffer.data());
  return place.memory;
}

}  // namespace ml
