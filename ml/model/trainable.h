// Which tensors learn at which depth, in the order of the flat parameter array.
// Threads: any thread; pure functions.
#pragma once

#include <string_view>
#include <vector>

#include "ml/model/model.h"

namespace ml {

std::vector<TensorSpec> trainable_tensors(const ModelSpec& spec, Depth depth);

bool is_running_statistic(std::string_view name);

}  // namespace ml
