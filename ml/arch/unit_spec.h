// One unit of a backbone: convolution, BatchNorm, perhaps ReLU6, perhaps a residual sum. Shapes and tensor names only.
// Threads: any thread; a plain value.
#pragma once

#include <string>

#include "ml/tensor/tensor.h"

namespace ml {

struct UnitSpec {
  std::string conv;        // "features.2.conv.0.0" (+ ".weight")
  std::string batch_norm;  // "features.2.conv.0.1" (+ ".weight", ".bias", ".running_mean", ".running_var")
  int block = 0;           // the N of "features.N"
  int in_channels = 0;
  int out_channels = 0;
  int kernel = 1;  // padding is (kernel - 1) / 2 on every side
  int stride = 1;
  bool depthwise = false;
  bool relu6 = true;
  bool adds_block_input = false;  // the last unit of a block with a residual connection
  bool begins_block = false;
  bool pooled = false;  // the head reads its output too, see pooled_features.h
  int in_px = 0;
  int out_px = 0;

  Shape weight_shape() const;  // (O, I or 1, K, K)
};

}  // namespace ml
