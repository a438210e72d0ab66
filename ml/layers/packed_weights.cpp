#include "ml/layers/packed_weights.h"

#include <algorithm>

namespace ml {

PackedWeights::PackedWeights(ComputeContext& context, const UnitSpec& unit)
    : context_(context),
      plain_(plain_weights_desc(unit), context.engine()),
      bias_(bias_desc(unit), context.engine()),
      weights_(element_count(unit.weight_shape())),
      channels_(static_cast<std::size_t>(unit.out_channels)) {}

std::span<float> PackedWeights::weight() { return {static_cast<float*>(plain_.get_data_handle()), weights_}; }

std::span<float> PackedWeights::bias() { return {static_cast<float*>(bias_.get_data_handle()), channels_}; }

const dnnl::memory& PackedWeights::weight_as(const dnnl::memory::desc& desc) {
  if (desc == plain_.get_desc()) return plain_;
  auto found = std::find_if(packed_.begin(), packed_.end(),
                            [&](const Packed& packed) { return packed.memory.get_desc() == desc; });
  if (found == packed_.end()) found = packed_.insert(packed_.end(), {dnnl::memory(desc, context_.engine()), 0});
  if (found->version != version_) {
    context_.reorder(plain_, found->memory);
    found->version = version_;
  }
  return found->memory;
}

}  // namespace ml
