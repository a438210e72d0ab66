// MobileNetV2 as a chain of 52 units (convolution, BatchNorm, perhaps ReLU6, perhaps a residual sum),
// with torchvision's tensor names, channel rounding and padding, and the tensors a model file must hold.
//
// Use: `Backbone backbone = mobilenet_v2(spec); for (const ConvUnitSpec& unit : backbone.units) ...`
// Threads: any thread; plain values.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ml/model/model_spec.h"
#include "ml/model/weights.h"

namespace ml {

struct ConvUnitSpec {
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
  int in_px = 0;
  int out_px = 0;

  Shape weight_shape() const;  // (O, I or 1, K, K)
};

struct Backbone {
  std::vector<ConvUnitSpec> units;
  int features = 1280;  // channels of the last map, length of the pooled vector
  int map_px = 7;       // side of the last map
  // Where tail training begins: the cut lies before unit `tail_cut`, the first of the spec's tail_block (the seed's
  // is 12, block 11 in Keras' counting), whose first trainable unit is its depthwise convolution.
  std::size_t tail_cut = 0;
  std::size_t tail_first_trainable = 0;

  // Floats of one image's activation at the cut, (C,H,W) sizes of that unit's input.
  std::size_t cut_length() const;
};

Backbone mobilenet_v2(const ModelSpec& spec);

// torchvision's rule: to the nearest multiple of 8, never more than 10 % down.
int rounded_channels(double channels);

// Every tensor of the backbone; every tensor of the head, named "classifier.<layer>.<tensor>".
std::vector<TensorSpec> backbone_tensors(const ModelSpec& spec);
std::vector<TensorSpec> head_tensors(const ModelSpec& spec);

}  // namespace ml
