#include "ml/optim/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "ml/optim/metric_goal.h"

namespace ml {

float CosineSchedule::rate(std::int64_t step) const {
  if (step < warmup_steps) {
    return static_cast<float>(base_rate * static_cast<double>(step) / static_cast<double>(warmup_steps));
  }
  const std::int64_t fall_steps = std::max<std::int64_t>(1, total_steps - warmup_steps);
  const double done = std::min(1.0, static_cast<double>(step - warmup_steps) / static_cast<double>(fall_steps));
  const double share = 0.5 * (1.0 + std::cos(std::numbers::pi * done));
  return static_cast<float>(final_rate + (static_cast<double>(base_rate) - final_rate) * share);
}

PlateauSchedule::PlateauSchedule(float base_rate, PlateauConfig config)
    : config_(config), state_{.rate = base_rate, .best = worst_metric(config.goal)} {
  if (!(config.factor > 0.F && config.factor < 1.F) || config.patience < 0 || config.cooldown < 0 ||
      config.min_delta < 0) {
    throw std::runtime_error(
        "Cannot lower the learning rate on a plateau: the factor must lie between 0 and 1, and patience, cooldown and "
        "min_delta must not be negative.");
  }
}

// The order of the checks is Keras': an epoch that ends the cooldown already counts.
bool PlateauSchedule::observe(double metric) {
  if (state_.cooldown_left > 0) {
    --state_.cooldown_left;
    state_.wait = 0;
  }
  if (is_better(config_.goal, metric, state_.best, config_.min_delta)) {
    state_.best = metric;
    state_.wait = 0;
    return false;
  }
  if (state_.cooldown_left > 0) return false;
  ++state_.wait;
  if (state_.wait < config_.patience || state_.rate <= config_.min_rate) return false;
  state_.rate = std::max(state_.rate * config_.factor, config_.min_rate);
  state_.cooldown_left = config_.cooldown;
  state_.wait = 0;
  return true;
}

}  // namespace ml
