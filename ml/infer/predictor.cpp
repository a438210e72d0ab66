#include "ml/infer/predictor.h"

#include <algorithm>
#include <stdexcept>

#include "ml/arch/trainable.h"
#include "ml/kernels/elementwise.h"
#include "ml/loss/loss.h"
#include "ml/network/head.h"
#include "ml/network/inference_backbone.h"
#include "ml/runtime/thread_count.h"

namespace ml {

struct Predictor::Impl {
  Impl(const Model& model, int thread_count, Precision precision)
      : spec(model.spec),
        contract(model.contract),
        views(model.views),
        backbone(make_backbone(model.spec)),
        threads(thread_count),
        inference(backbone.units, precision),
        store(model, Depth::Head, ParameterStore::Scope::HeadOnly),
        head(model.spec, store) {
    inference.set_weights(unit_tensors(model, inference.units()));
  }

  ModelSpec spec;
  PreprocessContract contract;
  int views;
  Backbone backbone;
  int threads;
  InferenceBackbone inference;
  ParameterStore store;
  Head head;
};

namespace {

void require_length(std::size_t length, std::size_t expected, const char* what) {
  if (length != expected)
    throw std::runtime_error(std::string("cannot predict: ") + what + " should hold " + std::to_string(expected) +
                             " numbers, not " + std::to_string(length));
}

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
std::size_t Predictor::map_length() const {
  const auto side = static_cast<std::size_t>(map_px());
  return side * side * feature_length();
}
int Predictor::outputs() const { return impl_->spec.outputs(); }
int Predictor::views() const { return impl_->views; }
int Predictor::classes() const { return static_cast<int>(impl_->spec.classes.size()); }

void Predictor::features(std::span<const float> inputs, std::size_t n, std::span<float> pooled, std::span<float> maps) {
  require_length(inputs.size(), n * input_length(), "the array of inputs");
  require_length(pooled.size(), n * feature_length(), "the array of features");
  if (!maps.empty()) require_length(maps.size(), n * map_length(), "the array of maps");
  const ThreadCount threads(impl_->threads);
  const std::size_t channels = feature_length();
  const std::size_t places = map_length() / channels;
  impl_->inference.run(inputs, ActivationLayout::Planes, n, impl_->inference.units().size(),
                       [&](std::size_t first, std::size_t count, const float* map) {
                         pool_channels_last(map, count, places, channels, pooled.data() + first * channels);
                         if (!maps.empty()) std::copy_n(map, count * map_length(), maps.data() + first * map_length());
                       });
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
  impl_->inference.run(inputs, ActivationLayout::Planes, n, count,
                       [&](std::size_t first, std::size_t images, const float* activation) {
                         for (std::size_t i = 0; i < images; ++i)
                           planes_from_channels_last(activation + i * channels * places, places, channels,
                                                     all.data() + (first + i) * channels * places);
                       });
  return all;
}

void Predictor::logits(std::span<const float> pooled, std::size_t n, std::span<float> logits) {
  require_length(pooled.size(), n * feature_length(), "the array of features");
  require_length(logits.size(), n * static_cast<std::size_t>(outputs()), "the array of logits");
  if (n == 0) return;
  const ThreadCount threads(impl_->threads);
  impl_->head.forward(pooled, n, logits, std::nullopt);
}

void Predictor::probabilities(std::span<const float> pooled, std::size_t n, std::span<float> probabilities) {
  require_length(probabilities.size(), n * static_cast<std::size_t>(classes()), "the array of probabilities");
  std::vector<float> all(n * static_cast<std::size_t>(outputs()));
  logits(pooled, n, all);
  probabilities_from_logits(all, classes(), probabilities);
}

// One row per pass: the rows of a batch draw masks of their own.
void Predictor::sampled_probabilities(std::span<const float> pooled, std::size_t passes, std::uint64_t seed,
                                      std::span<float> probabilities) {
  require_length(pooled.size(), feature_length(), "the array of features");
  require_length(probabilities.size(), passes * static_cast<std::size_t>(classes()), "the array of probabilities");
  if (passes == 0) return;
  std::vector<float> repeated;
  for (std::size_t pass = 0; pass < passes; ++pass) repeated.insert(repeated.end(), pooled.begin(), pooled.end());
  std::vector<float> all(passes * static_cast<std::size_t>(outputs()));
  const ThreadCount threads(impl_->threads);
  impl_->head.forward(repeated, passes, all, TrainingPass{.seed = seed, .step = 0, .samples_only = true});
  probabilities_from_logits(all, classes(), probabilities);
}

void Predictor::feature_gradient(std::span<const float> pooled, std::size_t n, int output, std::span<float> gradient) {
  require_length(gradient.size(), n * feature_length(), "the array of gradients");
  if (output < 0 || output >= outputs())
    throw std::runtime_error("there is no output " + std::to_string(output) + " in this network");
  std::vector<float> all(n * static_cast<std::size_t>(outputs()));
  logits(pooled, n, all);
  std::fill(all.begin(), all.end(), 0.F);
  for (std::size_t i = 0; i < n; ++i)
    all[i * static_cast<std::size_t>(outputs()) + static_cast<std::size_t>(output)] = 1.F;
  const ThreadCount threads(impl_->threads);
  impl_->head.backward(all, gradient);
}

void Predictor::predict(std::span<const float> inputs, std::size_t n, std::span<float> probabilities_out) {
  std::vector<float> pooled(n * feature_length());
  features(inputs, n, pooled);
  probabilities(pooled, n, probabilities_out);
}

}  // namespace ml
