#include "ml/train/rate_plan.h"

#include <cmath>

namespace ml {

MetricGoal goal_of(Criterion criterion) {
  return criterion == Criterion::ValLoss ? MetricGoal::Minimise : MetricGoal::Maximise;
}

RatePlan::RatePlan(const TrainConfig& config, std::int64_t steps_per_epoch)
    : schedule_(config.schedule),
      steps_per_epoch_(steps_per_epoch),
      constant_(config.learning_rate),
      cosine_{.base_rate = config.learning_rate,
              .warmup_steps =
                  std::llround(static_cast<double>(config.warmup_epochs) * static_cast<double>(steps_per_epoch)),
              .total_steps = config.epochs * steps_per_epoch},
      plateau_(config.learning_rate, {.goal = goal_of(config.criterion),
                                      .factor = config.plateau_factor,
                                      .patience = config.plateau_patience,
                                      .min_rate = config.min_learning_rate}) {}

float RatePlan::rate(std::int64_t step) const {
  switch (schedule_) {
    case RateSchedule::Constant: return constant_;
    case RateSchedule::Cosine: return cosine_.rate(step);
    case RateSchedule::Plateau: break;
  }
  return plateau_.rate();
}

void RatePlan::set_rate(float rate) {
  constant_ = rate;
  cosine_.base_rate = rate;
  plateau_.set_rate(rate);
}

void RatePlan::restore(const State& state) {
  constant_ = state.constant;
  cosine_.base_rate = state.cosine_base;
  plateau_.restore(state.plateau);
}

void RatePlan::observe(double criterion) {
  if (schedule_ == RateSchedule::Plateau) plateau_.observe(criterion);
}

}  // namespace ml
