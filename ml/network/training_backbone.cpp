#include "ml/network/training_backbone.h"

#include <utility>

#include "ml/network/batch_norm_backbone.h"
#include "ml/network/frozen_norm_backbone.h"

namespace ml {

std::unique_ptr<TrainingBackbone> make_training_backbone(std::vector<UnitSpec> units,
                                                         std::vector<UnitParameters> tensors,
                                                         std::size_t first_trainable, const NetworkConfig& config) {
  if (config.batch_statistics == BatchStatistics::Batch)
    return std::make_unique<BatchNormBackbone>(std::move(units), std::move(tensors), first_trainable, config.recompute);
  return std::make_unique<FrozenNormBackbone>(std::move(units), std::move(tensors), first_trainable,
                                              static_cast<std::size_t>(config.micro_batch), config.recompute);
}

dnnl::memory::desc input_desc(const UnitSpec& first, int n) {
  return ComputeContext::activation(source_layout(first), n, first.in_channels, first.in_px);
}

dnnl::memory::desc output_desc(const UnitSpec& unit, int n) {
  return ComputeContext::activation(ActivationLayout::Blocked, n, unit.out_channels, unit.out_px);
}

}  // namespace ml
