#include "ml/network/training_backbone.h"

#include <stdexcept>
#include <string>
#include <utility>

#include "ml/arch/pooled_features.h"
#include "ml/network/batch_norm_backbone.h"
#include "ml/network/frozen_norm_backbone.h"

namespace ml {

std::unique_ptr<TrainingBackbone> make_training_backbone(std::vector<UnitSpec> units,
                                                         std::vector<UnitParameters> tensors,
                                                         std::size_t first_trainable, const NetworkConfig& config) {
  if (config.batch_statistics == BatchStatistics::Batch) {
    if (!pooled_parts(units).empty())
      throw std::runtime_error("cannot train with the statistics of the batch: the head reads " +
                               std::to_string(pooled_parts(units).size()) +
                               " further blocks (pooled_blocks), which learn with stored statistics only");
    return std::make_unique<BatchNormBackbone>(std::move(units), std::move(tensors), first_trainable, config.recompute);
  }
  return std::make_unique<FrozenNormBackbone>(std::move(units), std::move(tensors), first_trainable,
                                              static_cast<std::size_t>(config.micro_batch), config.recompute);
}

std::vector<UnitParameters> unit_parameters(const std::vector<UnitSpec>& units, const BatchNormRule& rule,
                                            ParameterStore& store) {
  std::vector<UnitParameters> all;
  for (const UnitSpec& unit : units) {
    const ParameterView weight = store.at(unit.conv + ".weight");
    const ParameterView gamma = store.at(unit.batch_norm + ".weight");
    const ParameterView beta = store.at(unit.batch_norm + ".bias");
    const std::span<float> mean = store.at(unit.batch_norm + ".running_mean").value;
    const std::span<float> variance = store.at(unit.batch_norm + ".running_var").value;
    all.push_back({{weight.value, gamma.value, beta.value, mean, variance, rule.epsilon},
                   {weight.gradient, gamma.gradient, beta.gradient},
                   mean,
                   variance,
                   rule});
  }
  return all;
}

dnnl::memory::desc input_desc(const UnitSpec& first, int n) {
  return ComputeContext::activation(source_layout(first), n, first.in_channels, first.in_px);
}

dnnl::memory::desc output_desc(const UnitSpec& unit, int n) {
  return ComputeContext::activation(ActivationLayout::Blocked, n, unit.out_channels, unit.out_px);
}

}  // namespace ml
