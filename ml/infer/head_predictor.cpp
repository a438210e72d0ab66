#include "ml/infer/head_predictor.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <vector>

#include "ml/arch/backbone.h"
#include "ml/arch/trainable.h"
#include "ml/infer/feature_extractor.h"
#include "ml/infer/require_length.h"
#include "ml/loss/loss.h"
#include "ml/network/head.h"
#include "ml/runtime/thread_count.h"

namespace ml {

struct HeadPredictor::Impl {
  Impl(const Model& model, int thread_count)
      : threads(thread_count),
        classes(static_cast<int>(model.spec.classes.size())),
        views(model.views),
        backbone(make_backbone(model.spec)),
        store(model, Depth::Head, ParameterStore::Scope::HeadOnly),
        head(model.spec, store) {}

  int threads;
  int classes;
  int views;
  Backbone backbone;
  ParameterStore store;
  Head head;
};

HeadPredictor::HeadPredictor(const Model& model, int threads) : impl_(std::make_unique<Impl>(model, threads)) {}
HeadPredictor::~HeadPredictor() = default;
HeadPredictor::HeadPredictor(HeadPredictor&&) noexcept = default;
HeadPredictor& HeadPredictor::operator=(HeadPredictor&&) noexcept = default;

std::size_t HeadPredictor::feature_length() const { return impl_->head.inputs(); }
const Backbone& HeadPredictor::backbone() const { return impl_->backbone; }
int HeadPredictor::outputs() const { return static_cast<int>(impl_->head.outputs()); }
int HeadPredictor::classes() const { return impl_->classes; }
int HeadPredictor::views() const { return impl_->views; }

void HeadPredictor::logits(std::span<const float> pooled, std::size_t n, std::span<float> logits) {
  require_length(pooled.size(), n * feature_length(), "the array of features");
  require_length(logits.size(), n * static_cast<std::size_t>(outputs()), "the array of logits");
  if (n == 0) return;
  const ThreadCount threads(impl_->threads);
  impl_->head.forward(pooled, n, logits, std::nullopt);
}

void HeadPredictor::probabilities(std::span<const float> pooled, std::size_t n, std::span<float> probabilities) {
  require_length(probabilities.size(), n * static_cast<std::size_t>(classes()), "the array of probabilities");
  std::vector<float> all(n * static_cast<std::size_t>(outputs()));
  logits(pooled, n, all);
  probabilities_from_logits(all, classes(), probabilities);
}

// One row per pass: the rows of a batch draw masks of their own.
void HeadPredictor::sampled_probabilities(std::span<const float> pooled, std::size_t passes, std::uint64_t seed,
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

void HeadPredictor::feature_gradient(std::span<const float> pooled, std::size_t n, int output,
                                     std::span<float> gradient) {
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

std::string feature_space(const Model& model) {
  return backbone_hash(model) + "-" + model.contract.id() + "-" +
         feature_layer_name(model.spec, Depth::Head, Precision::Float32);
}

}  // namespace ml
