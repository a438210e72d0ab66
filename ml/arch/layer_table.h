// The network as a table, one row per unit: what Keras calls a model summary.
// Threads: any thread; pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ml/arch/trainable.h"

namespace ml {

struct LayerRow {
  std::string name;    // "features.2.conv.0", "classifier.1"
  std::string kind;    // "conv 1x1, BN, ReLU6"
  std::string output;  // "(96, 112, 112)": channels, height, width; "(256)" after pooling
  std::int64_t parameters = 0;
  std::int64_t trainable = 0;  // of them, at the depth asked for
};

std::vector<LayerRow> layer_table(const ModelSpec& spec, Depth depth);

}  // namespace ml
