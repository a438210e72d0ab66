#include "ml/optim/adam.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "ml/kernels/flat_array.h"

namespace ml {

namespace {

void require_finite(std::span<const float> grads) {
  if (all_finite(grads)) return;
  const auto bad = std::find_if(grads.begin(), grads.end(), [](float grad) { return !std::isfinite(grad); });
  throw std::runtime_error("Cannot take an optimiser step: the gradient at index " +
                           std::to_string(bad - grads.begin()) + " is " + std::to_string(*bad) +
                           ". The training has diverged; lower the learning rate and start from the last checkpoint.");
}

AdamFactors step_factors(const AdamConfig& config, std::int64_t steps, float learning_rate) {
  const double first = 1.0 - std::pow(static_cast<double>(config.beta1), static_cast<double>(steps));
  const double second = std::sqrt(1.0 - std::pow(static_cast<double>(config.beta2), static_cast<double>(steps)));
  AdamFactors factors{.beta1 = config.beta1,
                      .beta2 = config.beta2,
                      .epsilon = config.epsilon,
                      .keep = 1.F - learning_rate * config.weight_decay};
  const bool keras = config.bias_correction == BiasCorrection::Keras;
  factors.rate = static_cast<float>(static_cast<double>(learning_rate) * (keras ? second : 1.0) / first);
  factors.spread = keras ? 1.F : static_cast<float>(1.0 / second);
  return factors;
}

bool in_unit_interval(float beta) { return beta >= 0.F && beta < 1.F; }

}  // namespace

Adam::Adam(std::size_t size, AdamConfig config) : config_(config) {
  if (!in_unit_interval(config.beta1) || !in_unit_interval(config.beta2) || !(config.epsilon > 0.F) ||
      !(config.weight_decay >= 0.F)) {
    throw std::runtime_error(
        "Cannot set up Adam: the betas must be at least 0 and below 1, epsilon above 0 and the weight decay not "
        "negative.");
  }
  state_.first_moment.resize(size);
  state_.second_moment.resize(size);
}

void Adam::require_step(std::span<float> params, std::span<const float> grads) const {
  if (params.size() != size() || grads.size() != size()) {
    throw std::runtime_error("Cannot take an optimiser step: it was set up for " + std::to_string(size()) +
                             " parameters and got " + std::to_string(params.size()) + " parameters and " +
                             std::to_string(grads.size()) + " gradients.");
  }
  require_finite(grads);
}

void Adam::step(std::span<float> params, std::span<const float> grads, float learning_rate) {
  require_step(params, grads);
  adam_update(step_factors(config_, ++state_.steps, learning_rate), grads, state_.first_moment.data(),
              state_.second_moment.data(), params.data());
}

void Adam::step(std::span<float> params, std::span<const float> grads, float learning_rate,
                std::span<const RateStretch> stretches) {
  require_step(params, grads);
  std::size_t covered = 0;
  for (const RateStretch& stretch : stretches) covered += stretch.size;
  if (covered != size())
    throw std::runtime_error("Cannot take an optimiser step: its rates are for " + std::to_string(covered) +
                             " parameters, there are " + std::to_string(size()) + ".");
  ++state_.steps;
  std::size_t first = 0;
  for (const RateStretch& stretch : stretches) {
    adam_update(step_factors(config_, state_.steps, learning_rate * stretch.factor), grads.subspan(first, stretch.size),
                state_.first_moment.data() + first, state_.second_moment.data() + first, params.data() + first);
    first += stretch.size;
  }
}

void Adam::restore(AdamState state) {
  if (state.first_moment.size() != size() || state.second_moment.size() != size() || state.steps < 0) {
    throw std::runtime_error("Cannot resume the optimiser: the stored state is for " +
                             std::to_string(state.first_moment.size()) + " parameters, the model has " +
                             std::to_string(size()) + ". Use the checkpoint of this model and depth.");
  }
  state_ = std::move(state);
}

}  // namespace ml
