// What a network looks like, without its numbers: a family of backbones, its width and input size, and a head given
// as a short list of layers. Stored as JSON in every model file.
//
// Use: `ModelSpec spec{.classes = {"benign", "malignant"}}; spec.head = linear_head(0.2F, spec.outputs());`
// Threads: any thread; plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ml {

// How a BatchNorm treats its batch. `keep` is Keras' momentum: running = keep * running + (1 - keep) * batch
// (PyTorch's momentum is 1 - keep).
struct BatchNormRule {
  float epsilon = 1e-5F;
  float keep = 0.9F;
  bool unbiased_running_variance = true;  // PyTorch: n - 1 in the running variance

  bool operator==(const BatchNormRule&) const = default;
};

enum class HeadLayerKind { BatchNorm, Dropout, Dense, Relu };

// One layer of the head; only the fields of its kind are used.
struct HeadLayer {
  HeadLayerKind kind = HeadLayerKind::Dense;
  int units = 0;             // Dense: outputs
  float l2 = 0.F;            // Dense: the loss gains l2 * sum(kernel^2)
  float drop_rate = 0.F;     // Dropout: share of inputs set to zero, the rest scaled up
  BatchNormRule batch_norm;  // BatchNorm

  bool operator==(const HeadLayer&) const = default;
};

HeadLayer dropout_layer(float rate);
HeadLayer dense_layer(int units, float l2 = 0.F);
HeadLayer relu_layer();

struct HeadSpec {
  std::string name;               // "linear", "mlp"
  std::vector<HeadLayer> layers;  // the last is dense with as many units as the network has outputs

  bool operator==(const HeadSpec&) const = default;
};

// Dropout, dense (torchvision's classifier).
HeadSpec linear_head(float drop_rate, int outputs);
// The reference project's head: BN, drop .5, dense 256 ReLU, BN, drop .5, dense 128 ReLU, drop .3, dense. Keras' rules.
HeadSpec mlp_head(int outputs);

struct ModelSpec {
  std::string family = "mobilenet_v2";  // of the backbone, see backbone.h
  float width = 1.F;                    // channel multiplier, torchvision's rounding
  int input_px = 224;                   // a multiple of 32
  BatchNormRule batch_norm;             // of the backbone
  int tail_block = 12;             // features.N where a tail that learns begins, at its depthwise convolution; 2 .. 17
  std::vector<int> pooled_blocks;  // features.N whose outputs the head reads beside the last map, see pooled_features.h
  HeadSpec head = linear_head(0.2F, 1);
  // In the order of the outputs. Two classes have one logit, that of classes[1].
  std::vector<std::string> classes{"negative", "positive"};

  bool operator==(const ModelSpec&) const = default;

  int outputs() const { return classes.size() == 2 ? 1 : static_cast<int>(classes.size()); }
  std::string to_json() const;
  // Throws when a field is missing or out of range, naming it.
  static ModelSpec from_json(std::string_view json);
};

// Throws when a network cannot be made from it, naming the field.
void require_valid(const ModelSpec& spec);

}  // namespace ml
