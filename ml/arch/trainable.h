// How much of a network learns, and which of its tensors, in the order of the flat parameter array.
// Threads: any thread; pure functions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ml/arch/model_spec.h"
#include "ml/tensor/tensor.h"

namespace ml {

enum class Depth { Head, Tail, Whole };

// "head", "tail", "whole".
std::string_view depth_name(Depth depth);
// Throws when it is none of the three.
Depth depth_from_name(std::string_view name);

std::vector<TensorSpec> trainable_tensors(const ModelSpec& spec, Depth depth);

bool is_running_statistic(std::string_view name);

struct ParameterCounts {
  std::int64_t total = 0;
  std::int64_t trainable = 0;
  std::int64_t frozen = 0;  // BatchNorm's running statistics are never trainable (Keras' way of counting)
};

ParameterCounts parameter_counts(const ModelSpec& spec, Depth depth);

}  // namespace ml
