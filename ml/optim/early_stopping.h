// Decides after each epoch whether the model is the best so far and whether to stop (Keras'
// EarlyStopping). Keeping and restoring the best weights is the trainer's part: it saves them when
// `improved` is true, and loads them back at the end.
// Threads: one thread at a time; the owner decides.
#pragma once

#include <limits>

#include "ml/optim/metric_goal.h"

namespace ml {

struct EarlyStoppingConfig {
  MetricGoal goal = MetricGoal::Minimise;
  int patience = 10;  // epochs without improvement before stopping; 0 stops at the first one
  double min_delta = 0;
};

class EarlyStopping {
 public:
  struct Verdict {
    bool improved = false;
    bool stop = false;
  };

  // What a resumed run needs.
  struct State {
    double best = 0;
    int epoch = -1;
    int best_epoch = -1;
    int wait = 0;
    double best_loss = std::numeric_limits<double>::infinity();  // of best_epoch
  };

  explicit EarlyStopping(EarlyStoppingConfig config);

  // A NaN metric counts as no improvement. Among epochs of one metric that of the lower loss is the best; such an
  // epoch does not make the run go on longer.
  Verdict observe(double metric, double loss = std::numeric_limits<double>::infinity());
  // -1 before the first improvement.
  int best_epoch() const { return state_.best_epoch; }
  const State& state() const { return state_; }
  void restore(const State& state) { state_ = state; }

 private:
  EarlyStoppingConfig config_;
  State state_;
};

}  // namespace ml
