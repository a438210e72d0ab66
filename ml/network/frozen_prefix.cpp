#include "ml/network/frozen_prefix.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "ml/layers/elementwise.h"
#include "ml/network/inference_chain.h"

namespace ml {

struct FrozenPrefix::Parts {
  Depth depth;
  std::size_t input_length = 0;
  std::size_t output_length = 0;
  std::unique_ptr<InferenceChain> chain;  // none for kWhole
};

namespace {

std::vector<ConvUnitSpec> frozen_units(const Backbone& backbone, Depth depth) {
  std::vector<ConvUnitSpec> units = backbone.units;
  if (depth == Depth::kTail) units.resize(backbone.tail_cut);
  return units;
}

}  // namespace

FrozenPrefix::FrozenPrefix(const Model& model, Depth depth, Precision precision) : parts_(std::make_unique<Parts>()) {
  const Backbone backbone = mobilenet_v2(model.spec);
  const auto side = static_cast<std::size_t>(model.spec.input_px);
  parts_->depth = depth;
  parts_->input_length = 3 * side * side;
  parts_->output_length = parts_->input_length;
  if (depth == Depth::kWhole) return;
  parts_->output_length = depth == Depth::kTail ? backbone.cut_length() : static_cast<std::size_t>(backbone.features);
  parts_->chain = std::make_unique<InferenceChain>(frozen_units(backbone, depth), precision);
  parts_->chain->set_weights(unit_tensors(model, parts_->chain->units()));
}

FrozenPrefix::~FrozenPrefix() = default;
FrozenPrefix::FrozenPrefix(FrozenPrefix&&) noexcept = default;
FrozenPrefix& FrozenPrefix::operator=(FrozenPrefix&&) noexcept = default;

std::size_t FrozenPrefix::input_length() const { return parts_->input_length; }
std::size_t FrozenPrefix::output_length() const { return parts_->output_length; }

void FrozenPrefix::forward(std::span<const float> images, std::size_t n, std::span<float> out) {
  const std::size_t length = parts_->output_length;
  if (images.size() != n * parts_->input_length || out.size() != n * length)
    throw std::runtime_error("cannot run the frozen layers: the arrays do not hold " + std::to_string(n) + " images");
  if (!parts_->chain) {
    std::copy(images.begin(), images.end(), out.begin());
    return;
  }
  InferenceChain& chain = *parts_->chain;
  const auto px = static_cast<std::size_t>(chain.units().back().out_px);
  const bool pools = parts_->depth == Depth::kHead;
  chain.run(images, ActivationLayout::kPlanes, n, chain.units().size(),
            [&](std::size_t first, std::size_t count, const float* activation) {
              if (pools)
                pool_channels_last(activation, count, px * px, length, out.data() + first * length);
              else
                std::copy_n(activation, count * length, out.data() + first * length);
            });
}

std::string prefix_layer_name(const ModelSpec& spec, Depth depth, Precision precision) {
  if (depth == Depth::kWhole) return "";
  std::ostringstream layer;
  if (depth == Depth::kHead)
    layer << "pooled";
  else
    layer << "cut" << spec.tail_block;
  if (precision != Precision::kFloat32) layer << '-' << precision_name(precision);
  return layer.str();
}

}  // namespace ml
