#include "ml/arch/trainable.h"

#include <stdexcept>

#include "ml/arch/backbone.h"

namespace ml {

std::string_view depth_name(Depth depth) {
  switch (depth) {
    case Depth::Head: return "head";
    case Depth::Tail: return "tail";
    case Depth::Whole: return "whole";
  }
  throw std::runtime_error("this training depth has no name");
}

Depth depth_from_name(std::string_view name) {
  for (const Depth depth : {Depth::Head, Depth::Tail, Depth::Whole})
    if (depth_name(depth) == name) return depth;
  throw std::runtime_error("the training depth \"" + std::string(name) + "\" is none of head, tail, whole");
}

std::vector<TensorSpec> trainable_tensors(const ModelSpec& spec, Depth depth) {
  const Backbone backbone = make_backbone(spec);
  std::size_t first = backbone.units.size();
  if (depth == Depth::Tail) first = backbone.tail_first_trainable;
  if (depth == Depth::Whole) first = 0;
  std::vector<TensorSpec> tensors;
  for (std::size_t i = first; i < backbone.units.size(); ++i) {
    const UnitSpec& unit = backbone.units[i];
    tensors.push_back({unit.conv + ".weight", unit.weight_shape()});
    for (const char* part : {".weight", ".bias"}) tensors.push_back({unit.batch_norm + part, {unit.out_channels}});
  }
  for (TensorSpec& tensor : head_tensors(spec))
    if (!is_running_statistic(tensor.name)) tensors.push_back(std::move(tensor));
  return tensors;
}

bool is_running_statistic(std::string_view name) {
  return name.ends_with(".running_mean") || name.ends_with(".running_var");
}

ParameterCounts parameter_counts(const ModelSpec& spec, Depth depth) {
  const auto count = [](const std::vector<TensorSpec>& tensors) {
    std::int64_t sum = 0;
    for (const TensorSpec& tensor : tensors) sum += static_cast<std::int64_t>(element_count(tensor.shape));
    return sum;
  };
  ParameterCounts counts;
  counts.total = count(backbone_tensors(spec)) + count(head_tensors(spec));
  counts.trainable = count(trainable_tensors(spec, depth));
  counts.frozen = counts.total - counts.trainable;
  return counts;
}

}  // namespace ml
