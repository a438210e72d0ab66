#include "ml/optim/adam.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "ml/tensor/vector_clones.h"

namespace ml {

namespace {

// A float is finite when its exponent is not all ones. As an integer maximum this is a vector loop,
// which a loop that stops at the first fault would not be.
ML_VECTOR_CLONES bool all_finite(std::span<const float> values) {
  std::uint32_t largest = 0;
  for (const float value : values) largest = std::max(largest, std::bit_cast<std::uint32_t>(value) & 0x7fffffffU);
  return largest < 0x7f800000U;
}

void require_finite(std::span<const float> grads) {
  if (all_finite(grads)) return;
  const auto bad = std::find_if(grads.begin(), grads.end(), [](float grad) { return !std::isfinite(grad); });
  throw std::runtime_error("Cannot take an optimiser step: the gradient at index " +
                           std::to_string(bad - grads.begin()) + " is " + std::to_string(*bad) +
                           ". The training has diverged; lower the learning rate and start from the last checkpoint.");
}

// Both forms of bias correction are p -= rate * m / (sqrt(v) * spread + epsilon).
struct StepFactors {
  float rate;
  float spread;
};

StepFactors step_factors(const AdamConfig& config, std::int64_t steps, float learning_rate) {
  const double first = 1.0 - std::pow(static_cast<double>(config.beta1), static_cast<double>(steps));
  const double second = std::sqrt(1.0 - std::pow(static_cast<double>(config.beta2), static_cast<double>(steps)));
  if (config.bias_correction == BiasCorrection::Keras) return {static_cast<float>(learning_rate * second / first), 1.F};
  return {static_cast<float>(learning_rate / first), static_cast<float>(1.0 / second)};
}

// The arrays never overlap.
ML_VECTOR_CLONES void update(const AdamConfig& config, const StepFactors& factors, float keep, std::size_t size,
                             const float* __restrict g, float* __restrict m, float* __restrict v, float* __restrict p) {
  const float beta1 = config.beta1;
  const float beta2 = config.beta2;
  const float epsilon = config.epsilon;
  const float rate = factors.rate;
  const float spread = factors.spread;
  for (std::size_t i = 0; i < size; ++i) {
    m[i] = beta1 * m[i] + (1.F - beta1) * g[i];
    v[i] = beta2 * v[i] + (1.F - beta2) * g[i] * g[i];
    p[i] = keep * p[i] - rate * m[i] / (std::sqrt(v[i]) * spread + epsilon);
  }
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

void Adam::step(std::span<float> params, std::span<const float> grads, float learning_rate) {
  if (params.size() != size() || grads.size() != size()) {
    throw std::runtime_error("Cannot take an optimiser step: it was set up for " + std::to_string(size()) +
                             " parameters and got " + std::to_string(params.size()) + " parameters and " +
                             std::to_string(grads.size()) + " gradients.");
  }
  require_finite(grads);
  const StepFactors factors = step_factors(config_, ++state_.steps, learning_rate);
  update(config_, factors, 1.F - learning_rate * config_.weight_decay, size(), grads.data(), state_.first_moment.data(),
         state_.second_moment.data(), params.data());
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
