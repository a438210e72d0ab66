#include "ml/optim/early_stopping.h"

#include <stdexcept>

#include "ml/optim/metric_goal.h"

namespace ml {

EarlyStopping::EarlyStopping(EarlyStoppingConfig config) : config_(config), state_{.best = worst_metric(config.goal)} {
  if (config.patience < 0 || !(config.min_delta >= 0)) {
    throw std::runtime_error("Cannot stop early: patience and min_delta must not be negative.");
  }
}

EarlyStopping::Verdict EarlyStopping::observe(double metric, double loss) {
  ++state_.epoch;
  ++state_.wait;
  if (is_better(config_.goal, metric, state_.best, config_.min_delta)) {
    state_.best = metric;
    state_.best_epoch = state_.epoch;
    state_.best_loss = loss;
    state_.wait = 0;
    return {true, false};
  }
  const bool tie = metric == state_.best && loss < state_.best_loss;
  if (tie) {
    state_.best_epoch = state_.epoch;
    state_.best_loss = loss;
  }
  // As Keras: the first epoch never stops a run.
  return {tie, state_.wait >= config_.patience && state_.epoch > 0};
}

}  // namespace ml
