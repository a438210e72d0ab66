#include "ml/infer/feature_extractor.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "ml/arch/trainable.h"
#include "ml/network/inference_backbone.h"

namespace ml {

struct FeatureExtractor::Impl {
  Depth depth;
  std::size_t input_length = 0;
  std::size_t output_length = 0;
  std::unique_ptr<InferenceBackbone> inference;  // none for Whole
};

namespace {

std::vector<UnitSpec> frozen_units(const Backbone& backbone, Depth depth) {
  std::vector<UnitSpec> units = backbone.units;
  if (depth == Depth::Tail) units.resize(backbone.tail_cut);
  return units;
}

}  // namespace

FeatureExtractor::FeatureExtractor(const Model& model, Depth depth, Precision precision)
    : impl_(std::make_unique<Impl>()) {
  const Backbone backbone = make_backbone(model.spec);
  const auto side = static_cast<std::size_t>(model.spec.input_px);
  impl_->depth = depth;
  impl_->input_length = 3 * side * side;
  impl_->output_length = impl_->input_length;
  if (depth == Depth::Whole) return;
  impl_->output_length = depth == Depth::Tail ? backbone.cut_length() : static_cast<std::size_t>(backbone.features);
  impl_->inference = std::make_unique<InferenceBackbone>(frozen_units(backbone, depth), precision);
  impl_->inference->set_weights(unit_tensors(model, impl_->inference->units()));
}

FeatureExtractor::~FeatureExtractor() = default;
FeatureExtractor::FeatureExtractor(FeatureExtractor&&) noexcept = default;
FeatureExtractor& FeatureExtractor::operator=(FeatureExtractor&&) noexcept = default;

std::size_t FeatureExtractor::input_length() const { return impl_->input_length; }
std::size_t FeatureExtractor::output_length() const { return impl_->output_length; }

void FeatureExtractor::forward(std::span<const float> images, std::size_t n, std::span<float> out) {
  const std::size_t length = impl_->output_length;
  if (images.size() != n * impl_->input_length || out.size() != n * length)
    throw std::runtime_error("cannot run the frozen layers: the arrays do not hold " + std::to_string(n) + " images");
  if (!impl_->inference) {
    std::copy(images.begin(), images.end(), out.begin());
    return;
  }
  InferenceBackbone& inference = *impl_->inference;
  if (impl_->depth == Depth::Head) {
    inference.pool(images, ActivationLayout::Planes, n, out);
    return;
  }
  inference.run(images, ActivationLayout::Planes, n, inference.units().size(),
                [&](std::size_t image, const float* activation) {
                  std::copy_n(activation, length, out.data() + image * length);
                });
}

std::string feature_layer_name(const ModelSpec& spec, Depth depth, Precision precision) {
  if (depth == Depth::Whole) return "";
  std::ostringstream layer;
  if (depth == Depth::Head) {
    layer << "pooled";
    for (const int block : spec.pooled_blocks) layer << '+' << block;
  } else {
    layer << "cut" << spec.tail_block;
  }
  if (precision != Precision::Float32) layer << '-' << precision_name(precision);
  return layer.str();
}

}  // namespace ml
