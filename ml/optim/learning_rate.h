// Learning rates over a run.
//
// CosineSchedule is a function of the step; PlateauSchedule listens to a metric after each epoch.
// A constant rate needs no schedule: pass the number.
// Threads: one thread at a time; the owner decides.
#pragma once

#include <cstdint>

#include "ml/optim/metric_goal.h"

namespace ml {

// Rises linearly from 0 over warmup_steps (reaching the base at step warmup_steps), then falls along
// half a cosine to final_rate at total_steps, and stays there.
struct CosineSchedule {
  float base_rate = 1e-3F;
  float final_rate = 0.F;
  std::int64_t warmup_steps = 0;
  std::int64_t total_steps = 1;

  float rate(std::int64_t step) const;
};

// Keras' ReduceLROnPlateau: after `patience` epochs in which the metric did not beat the best by
// min_delta the rate is multiplied by factor, but never falls below min_rate; then counting begins anew,
// after `cooldown` epochs.
struct PlateauConfig {
  MetricGoal goal = MetricGoal::Minimise;
  float factor = 0.1F;
  int patience = 10;
  float min_delta = 1e-4F;
  int cooldown = 0;
  float min_rate = 0.F;
};

class PlateauSchedule {
 public:
  // What a resumed run needs.
  struct State {
    float rate = 0.F;
    double best = 0;
    int wait = 0;
    int cooldown_left = 0;
  };

  PlateauSchedule(float base_rate, PlateauConfig config);

  float rate() const { return state_.rate; }
  // After an epoch. True when the rate was lowered. A NaN metric counts as no improvement.
  bool observe(double metric);
  // A rate set by hand; counting continues.
  void set_rate(float rate) { state_.rate = rate; }
  const State& state() const { return state_; }
  void restore(const State& state) { state_ = state; }

 private:
  PlateauConfig config_;
  State state_;
};

}  // namespace ml
