// One run of the trainer: epochs, steps, validation, the best state.
// Threads: one thread at a time; the owner decides.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "ml/optim/early_stopping.h"
#include "ml/train/block_norms.h"
#include "ml/train/checkpoint.h"
#include "ml/train/class_outputs.h"
#include "ml/train/evaluation.h"
#include "ml/train/judged_weights.h"
#include "ml/train/phase_clock.h"
#include "ml/train/rate_plan.h"
#include "ml/train/training_data.h"
#include "ml/train/weight_update.h"

namespace ml {

class TrainingRun {
 public:
  TrainingRun(Model model, TrainingData& data, ClassOutputs class_outputs, const TrainConfig& config,
              TrainControl& control, TrainListener& listener);

  // Goes on after a checkpoint. Throws when it belongs to another run.
  void resume(const TrainCheckpoint& checkpoint);
  // Runs all epochs that are left; throws TrainingDiverged.
  TrainResult run();

 private:
  using Clock = std::chrono::steady_clock;

  struct EpochSums {
    double loss = 0;
    double correct = 0;  // a mixed sample counts with the shares of its labels
    std::size_t images = 0;
    std::size_t steps = 0;
  };

  bool run_epoch(int epoch);  // false: the run ends in the middle of it
  bool goes_on(int epoch);    // at the boundary before this epoch
  bool obey(int epoch, std::size_t step);
  void apply(const TrainControl::Due& due);
  void apply_epochs(const TrainControl::Due& due);
  void apply_depth();
  bool stops_early() const;
  float train_step(const InputBatch& batch, EpochSums& sums);
  void learn(std::size_t step);
  void adjust_logits();
  void clip_gradients();
  std::map<std::string, std::string> identity() const;
  TrainCheckpoint checkpoint() const;
  Model best_model() const;
  Model learnt_model() const;
  void tell_end();
  void report_step(float loss, std::size_t images, double seconds, std::size_t step);
  double seconds_left() const;
  Evaluation validate();
  void finish_epoch(int epoch, const EpochSums& sums, Clock::time_point began);
  bool is_best(double criterion, bool improved) const;
  double criterion_of(const Evaluation& evaluation) const;
  TrainResult finish();
  [[noreturn]] void diverge(const std::string& what);

  Model model_;
  TrainingData& data_;
  TrainConfig config_;  // epochs and patience may be changed on the way
  TrainControl& control_;
  TrainListener& listener_;
  int classes_;
  ClassOutputs class_outputs_;
  Network network_;
  WeightUpdate update_;
  std::size_t steps_per_epoch_;
  RatePlan rates_;
  BlockNorms norms_;
  EarlyStopping stopping_;
  int first_epoch_ = 0;  // after a resumed checkpoint's
  int epoch_ = 0;
  std::int64_t step_ = 0;          // over the whole run
  std::vector<float> all_logits_;  // with those of classes that are learnt along
  std::vector<float> logits_;
  std::vector<float> adjusted_;      // logits with the classes' shares added, where that is asked for
  std::vector<float> gradient_;      // of logits_
  std::vector<float> all_gradient_;  // of all_logits_
  JudgedWeights judged_;
  std::vector<float> best_state_;
  TrainResult result_;
  std::optional<TrainControl::Due> depth_;  // asked for; waits for the epoch to end
  Clock::time_point began_ = Clock::now();
  double paused_s_ = 0;
  std::int64_t first_step_ = 0;  // after a resumed checkpoint's
};

}  // namespace ml
