// The learning rate over a run: constant, cosine or plateau, and what the user asks for in between.
// Threads: one thread at a time; the owner decides.
#pragma once

#include <cstdint>

#include "ml/optim/learning_rate.h"
#include "ml/optim/metric_goal.h"
#include "ml/train/train_config.h"

namespace ml {

class RatePlan {
 public:
  // What a resumed run needs.
  struct State {
    float constant = 0.F;
    float cosine_base = 0.F;
    PlateauSchedule::State plateau;
  };

  RatePlan(const TrainConfig& config, std::int64_t steps_per_epoch);

  float rate(std::int64_t step) const;
  // A rate asked for by hand: from now on (constant, plateau), or as the height of the cosine.
  void set_rate(float rate);
  // Another number of epochs: the cosine's fall is stretched or shortened from here on.
  void set_epochs(int epochs) { cosine_.total_steps = epochs * steps_per_epoch_; }
  // After an epoch, with the value of the criterion.
  void observe(double criterion);
  State state() const { return {constant_, cosine_.base_rate, plateau_.state()}; }
  void restore(const State& state);

 private:
  RateSchedule schedule_;
  std::int64_t steps_per_epoch_;
  float constant_;
  CosineSchedule cosine_;
  PlateauSchedule plateau_;
};

MetricGoal goal_of(Criterion criterion);

}  // namespace ml
