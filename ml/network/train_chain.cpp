#include "ml/network/train_chain.h"

#include <utility>

#include "ml/network/batch_chain.h"
#include "ml/network/stored_chain.h"

namespace ml {

std::unique_ptr<TrainChain> make_train_chain(std::vector<ConvUnitSpec> units, std::vector<TrainTensors> tensors,
                                             std::size_t first_trainable, const NetworkConfig& config) {
  if (config.batch_statistics == BatchStatistics::kBatch)
    return std::make_unique<BatchChain>(std::move(units), std::move(tensors), first_trainable, config.recompute);
  return std::make_unique<StoredChain>(std::move(units), std::move(tensors), first_trainable,
                                       static_cast<std::size_t>(config.part_size), config.recompute);
}

dnnl::memory::desc input_desc(const ConvUnitSpec& first, int n) {
  return ComputeContext::activation(source_layout(first), n, first.in_channels, first.in_px);
}

dnnl::memory::desc output_desc(const ConvUnitSpec& unit, int n) {
  return ComputeContext::activation(ActivationLayout::kBlocked, n, unit.out_channels, unit.out_px);
}

}  // namespace ml
