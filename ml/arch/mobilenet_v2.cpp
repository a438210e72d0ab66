#include "ml/arch/mobilenet_v2.h"

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

  void add(const std::string& conv, const std::string& batch_norm, UnitSpec unit) {
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
  void add_plain(int block, UnitSpec unit) {
    begin_block(block);
    const std::string name = "features." + std::to_string(block);
    add(name + ".0", name + ".1", std::move(unit));
  }

  void add_inverted_residual(int block, int expansion, int out_channels, int stride) {
    begin_block(block);
    const int in_channels = channels_;
    const std::string name = "features." + std::to_string(block) + ".conv.";
    int part = 0;
    const auto add_activated = [&](UnitSpec unit) {
      const std::string stem = name + std::to_string(part++);
      add(stem + ".0", stem + ".1", std::move(unit));
    };
    if (expansion != 1) add_activated({.out_channels = in_channels * expansion});
    add_activated({.kernel = 3, .stride = stride, .depthwise = true});
    const bool residual = stride == 1 && in_channels == out_channels;
    add(name + std::to_string(part), name + std::to_string(part + 1),
        {.out_channels = out_channels, .relu6 = false, .adds_block_input = residual});
  }

  std::vector<UnitSpec> take() { return std::move(units_); }

 private:
  std::vector<UnitSpec> units_;
  int block_ = 0;
  bool begins_ = true;
  int channels_ = 3;
  int px_;
};

}  // namespace

int rounded_channels(double channels) {
  constexpr int kDivisor = 8;
  const int nearest = static_cast<int>(channels + kDivisor / 2.0) / kDivisor * kDivisor;
  const int rounded = std::max(kDivisor, nearest);
  return rounded < 0.9 * channels ? rounded + kDivisor : rounded;
}

std::vector<UnitSpec> mobilenet_v2_units(const ModelSpec& spec) {
  const double width = static_cast<double>(spec.width);
  Builder builder(spec.input_px);
  builder.add_plain(0, {.out_channels = rounded_channels(kStemChannels * width), .kernel = 3, .stride = 2});
  int block = 1;
  for (const Stage& stage : kStages)
    for (int i = 0; i < stage.blocks; ++i)
      builder.add_inverted_residual(block++, stage.expansion, rounded_channels(stage.channels * width),
                                    i == 0 ? stage.stride : 1);
  builder.add_plain(block, {.out_channels = rounded_channels(kLastChannels * std::max(1.0, width))});
  return builder.take();
}

}  // namespace ml
