#include "ml/infer/predictor.h"

#include <stdexcept>

#include "ml/arch/pooled_features.h"
#include "ml/infer/require_length.h"
#include "ml/network/inference_backbone.h"
#include "ml/runtime/thread_count.h"

namespace ml {

struct Predictor::Impl {
  Impl(const Model& model, int thread_count, Precision precision)
      : spec(model.spec),
        contract(model.contract),
        backbone(make_backbone(model.spec)),
        threads(thread_count),
        inference(backbone.units, precision),
        head(model, thread_count) {
    inference.set_weights(unit_tensors(model, inference.units()));
  }

  ModelSpec spec;
  PreprocessContract contract;
  Backbone backbone;
  int threads;
  InferenceBackbone inference;
  HeadPredictor head;
};

namespace {

// (H,W,C) -> (C,H,W)
void planes_from_channels_last(const float* from, std::size_t places, std::size_t channels, float* to) {
  for (std::size_t place = 0; place < places; ++place)
    for (std::size_t channel = 0; channel < channels; ++channel)
      to[channel * places + place] = from[place * channels + channel];
}

}  // namespace

Predictor::Predictor(const Model& model, int threads, Precision precision)
    : impl_(std::make_unique<Impl>(model, threads, precision)) {}
Predictor::~Predictor() = default;
Predictor::Predictor(Predictor&&) noexcept = default;
Predictor& Predictor::operator=(Predictor&&) noexcept = default;

const ModelSpec& Predictor::spec() const { return impl_->spec; }
const PreprocessContract& Predictor::contract() const { return impl_->contract; }
std::size_t Predictor::input_length() const {
  const auto side = static_cast<std::size_t>(impl_->spec.input_px);
  return 3 * side * side;
}
std::size_t Predictor::feature_length() const { return static_cast<std::size_t>(impl_->backbone.features); }
int Predictor::map_px() const { return impl_->backbone.map_px; }
std::size_t Predictor::map_length() const { return maps_length(impl_->backbone.units); }
HeadPredictor& Predictor::head() { return impl_->head; }
int Predictor::outputs() const { return impl_->head.outputs(); }
int Predictor::views() const { return impl_->head.views(); }
int Predictor::classes() const { return impl_->head.classes(); }

void Predictor::features(std::span<const float> inputs, std::size_t n, std::span<float> pooled, std::span<float> maps) {
  require_length(inputs.size(), n * input_length(), "the array of inputs");
  require_length(pooled.size(), n * feature_length(), "the array of features");
  if (!maps.empty()) require_length(maps.size(), n * map_length(), "the array of maps");
  const ThreadCount threads(impl_->threads);
  impl_->inference.pool(inputs, ActivationLayout::Planes, n, pooled, maps);
}

std::vector<float> Predictor::block_output(std::span<const float> inputs, std::size_t n, int block) {
  const std::vector<UnitSpec>& units = impl_->inference.units();
  std::size_t count = 0;
  while (count < units.size() && units[count].block <= block) ++count;
  if (count == 0 || units[count - 1].block != block)
    throw std::runtime_error("there is no block features." + std::to_string(block) + " in this network");
  const ThreadCount threads(impl_->threads);
  const auto channels = static_cast<std::size_t>(units[count - 1].out_channels);
  const auto places =
      static_cast<std::size_t>(units[count - 1].out_px) * static_cast<std::size_t>(units[count - 1].out_px);
  std::vector<float> all(n * channels * places);
  impl_->inference.run(inputs, ActivationLayout::Planes, n, count, [&](std::size_t image, const float* activation) {
    planes_from_channels_last(activation, places, channels, all.data() + image * channels * places);
  });
  return all;
}

void Predictor::predict(std::span<const float> inputs, std::size_t n, std::span<float> probabilities_out) {
  std::vector<float> pooled(n * feature_length());
  features(inputs, n, pooled);
  head().probabilities(pooled, n, probabilities_out);
}

}  // namespace ml
