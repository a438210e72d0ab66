#include "ml/model/mobilenet_v2.h"

#include <algorithm>
#include <array>

namespace ml {

namespace {

struct Stage {
  int expansion;
  int channels;
  int blocks;
  int stride;
};

constexpr std::array<Stage, 7> kStages{{
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1},
}};
constexpr int kStemChannels = 32;
constexpr int kLastChannels = 1280;

// Appends units and follows the channels and the size of the picture along.
class Builder {
 public:
  explicit Builder(int input_px) : px_(input_px) {}

  void add(const std::string& conv, const std::string& batch_norm, ConvUnitSpec unit) {
    unit.conv = conv;
    unit.batch_norm = batch_norm;
    unit.block = block_;
    unit.in_channels = channels_;
    if (unit.depthwise) unit.out_channels = channels_;
    unit.in_px = px_;
    unit.out_px = (px_ - 1) / unit.stride + 1;
    unit.begins_block = begins_;
    begins_ = false;
    channels_ = unit.out_channels;
    px_ = unit.out_px;
    units_.push_back(std::move(unit));
  }

  void begin_block(int block) {
    block_ = block;
    begins_ = true;
  }

  // features.N.0 is the convolution, features.N.1 its BatchNorm.
  void add_plain(int block, ConvUnitSpec unit) {
    begin_block(block);
    const std::string name = "features." + std::to_string(block);
    add(name + ".0", name + ".1", std::move(unit));
  }

  void add_inverted_residual(int block, int expansion, int out_channels, int stride) {
    begin_block(block);
    const int in_channels = channels_;
    const std::string name = "features." + std::to_string(block) + ".conv.";
    int part = 0;
    const auto add_activated = [&](ConvUnitSpec unit) {
      const std::string stem = name + std::to_string(part++);
      add(stem + ".0", stem + ".1", std::move(unit));
    };
    if (expansion != 1) add_activated({.out_channels = in_channels * expansion});
    add_activated({.kernel = 3, .stride = stride, .depthwise = true});
    const bool residual = stride == 1 && in_channels == out_channels;
    add(name + std::to_string(part), name + std::to_string(part + 1),
        {.out_channels = out_channels, .relu6 = false, .adds_block_input = residual});
  }

  std::vector<ConvUnitSpec> take() { return std::move(units_); }

 private:
  std::vector<ConvUnitSpec> units_;
  int block_ = 0;
  bool begins_ = true;
  int channels_ = 3;
  int px_;
};

void append_batch_norm(std::vector<TensorSpec>& tensors, const std::string& name, std::int64_t channels) {
  for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
    tensors.push_back({name + part, {channels}});
}

}  // namespace

int rounded_channels(double channels) {
  constexpr int kDivisor = 8;
  const int nearest = static_cast<int>(channels + kDivisor / 2.0) / kDivisor * kDivisor;
  const int rounded = std::max(kDivisor, nearest);
  return rounded < 0.9 * channels ? rounded + kDivisor : rounded;
}

Shape ConvUnitSpec::weight_shape() const { return {out_channels, depthwise ? 1 : in_channels, kernel, kernel}; }

std::size_t Backbone::cut_length() const {
  const ConvUnitSpec& unit = units.at(tail_cut);
  return static_cast<std::size_t>(unit.in_channels) * static_cast<std::size_t>(unit.in_px) *
         static_cast<std::size_t>(unit.in_px);
}

Backbone mobilenet_v2(const ModelSpec& spec) {
  require_valid(spec);
  const double width = static_cast<double>(spec.width);
  Builder builder(spec.input_px);
  builder.add_plain(0, {.out_channels = rounded_channels(kStemChannels * width), .kernel = 3, .stride = 2});
  int block = 1;
  for (const Stage& stage : kStages)
    for (int i = 0; i < stage.blocks; ++i)
      builder.add_inverted_residual(block++, stage.expansion, rounded_channels(stage.channels * width),
                                    i == 0 ? stage.stride : 1);
  builder.add_plain(block, {.out_channels = rounded_channels(kLastChannels * std::max(1.0, width))});

  Backbone backbone;
  backbone.units = builder.take();
  backbone.features = backbone.units.back().out_channels;
  backbone.map_px = backbone.units.back().out_px;
  const auto begins_tail = [&](const ConvUnitSpec& unit) { return unit.block == spec.tail_block; };
  backbone.tail_cut = static_cast<std::size_t>(std::find_if(backbone.units.begin(), backbone.units.end(), begins_tail) -
                                               backbone.units.begin());
  backbone.tail_first_trainable = backbone.tail_cut + 1;
  return backbone;
}

std::vector<TensorSpec> backbone_tensors(const ModelSpec& spec) {
  std::vector<TensorSpec> tensors;
  for (const ConvUnitSpec& unit : mobilenet_v2(spec).units) {
    tensors.push_back({unit.conv + ".weight", unit.weight_shape()});
    append_batch_norm(tensors, unit.batch_norm, unit.out_channels);
  }
  return tensors;
}

std::vector<TensorSpec> head_tensors(const ModelSpec& spec) {
  std::vector<TensorSpec> tensors;
  std::int64_t channels = mobilenet_v2(spec).features;
  for (std::size_t i = 0; i < spec.head.layers.size(); ++i) {
    const HeadLayer& layer = spec.head.layers[i];
    const std::string name = "classifier." + std::to_string(i);
    if (layer.kind == HeadLayerKind::kBatchNorm) append_batch_norm(tensors, name, channels);
    if (layer.kind != HeadLayerKind::kDense) continue;
    tensors.push_back({name + ".weight", {layer.units, channels}});
    tensors.push_back({name + ".bias", {layer.units}});
    channels = layer.units;
  }
  return tensors;
}

}  // namespace ml
