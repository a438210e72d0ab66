#include "ml/infer/input_gradient.h"

#include <stdexcept>
#include <string>
#include <vector>

#include "ml/arch/backbone.h"
#include "ml/loss/loss.h"
#include "ml/network/frozen_norm_backbone.h"
#include "ml/network/head.h"
#include "ml/runtime/thread_count.h"

namespace ml {

namespace {

constexpr std::size_t kMicroBatch = 8;

// Every image counts whole: the losses' mean is multiplied by their number.
float summed_loss(std::span<const float> logits, int classes, std::span<const int> labels, std::span<float> gradient) {
  const std::vector<float> weights(labels.size(), static_cast<float>(labels.size()));
  if (classes != 2) return softmax_cross_entropy(logits, classes, labels, weights, gradient);
  const std::vector<float> targets(labels.begin(), labels.end());
  return bce_with_logits(logits, targets, weights, gradient);
}

}  // namespace

struct InputGradient::Impl {
  Impl(const Model& model, int thread_count)
      : threads(thread_count),
        classes(static_cast<int>(model.spec.classes.size())),
        outputs(static_cast<std::size_t>(model.spec.outputs())),
        side(static_cast<std::size_t>(model.spec.input_px)),
        store(model, Depth::Whole, ParameterStore::Scope::Everything),
        head(model.spec, store),
        units(make_backbone(model.spec).units),
        backbone(units, unit_parameters(units, model.spec.batch_norm, store), kMicroBatch) {}

  int threads;
  int classes;
  std::size_t outputs;
  std::size_t side;
  ParameterStore store;
  Head head;
  std::vector<UnitSpec> units;
  FrozenNormBackbone backbone;
};

InputGradient::InputGradient(const Model& model, int threads) : impl_(std::make_unique<Impl>(model, threads)) {}
InputGradient::~InputGradient() = default;
InputGradient::InputGradient(InputGradient&&) noexcept = default;
InputGradient& InputGradient::operator=(InputGradient&&) noexcept = default;

std::size_t InputGradient::input_length() const { return 3 * impl_->side * impl_->side; }

float InputGradient::of_loss(std::span<const float> inputs, std::span<const int> labels, std::span<float> gradient) {
  const std::size_t n = labels.size();
  if (inputs.size() != n * input_length() || gradient.size() != inputs.size())
    throw std::runtime_error("cannot take the gradient of the inputs: the arrays do not hold " + std::to_string(n) +
                             " images");
  if (n == 0) return 0.F;
  const ThreadCount threads(impl_->threads);
  std::vector<float> pooled(n * impl_->head.inputs()), pooled_gradient(pooled.size());
  std::vector<float> logits(n * impl_->outputs), logit_gradient(logits.size());
  impl_->backbone.forward(inputs, ActivationLayout::Planes, n, pooled);
  impl_->head.forward(pooled, n, logits, std::nullopt);
  const float loss = summed_loss(logits, impl_->classes, labels, logit_gradient);
  impl_->head.backward(logit_gradient, pooled_gradient);
  impl_->backbone.input_gradient(pooled_gradient, gradient);
  return loss;
}

}  // namespace ml
