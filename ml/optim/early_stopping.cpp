#include "ml/optim/early_stopping.h"

#include "ml/optim/metric_goal.h"

#include <stdexcept>

namespace ml {

EarlyStopping::EarlyStopping(EarlyStoppingConfig config) : config_(config), best_(worst_metric(config.goal)) {
    if (config.patience < 0 || !(config.min_delta >= 0)) {
        throw std::runtime_error("Cannot stop early: patience and min_delta must not be negative.");
    }
}

EarlyStopping::Verdict EarlyStopping::observe(double metric) {
    ++epoch_;
    ++wait_;
    if (is_better(config_.goal, metric, best_, config_.min_delta)) {
        best_ = metric;
        best_epoch_ = epoch_;
        wait_ = 0;
        return {true, false};
    }
    // As Keras: the first epoch never stops a run.
    return {false, wait_ >= config_.patience && epoch_ > 0};
}

}  // namespace ml
