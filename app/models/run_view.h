// The shown run: how far it is, its curves and what validation says, live or from the database; and the list of
// runs. Main thread only.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/core/roc_point.h"
#include "app/core/types.h"
#include "app/table/metrics.h"

namespace app {

inline constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
inline float number(const std::optional<double>& value) { return value ? static_cast<float>(*value) : kUnknown; }

enum class RunState { None, Preparing, Running, Paused, Finished, Stopped, Failed };

struct EpochView {
  int epoch = 0;  // 1-based
  float train_loss = kUnknown, val_loss = kUnknown;
  float train_accuracy = kUnknown;
  MetricValues val;
  float learning_rate = kUnknown;
  float seconds = kUnknown;
};

// Validation at the shown epoch and threshold.
struct EvaluationView {
  std::string split = "val";
  int n = 0;
  int epoch = 0;
  std::int64_t label_revision = 0;
  float threshold = 0.5F;
  std::vector<std::string> groups;
  std::vector<int> confusion;  // rows true, columns predicted; groups.size() squared
  std::vector<RocPoint> roc;   // two groups only
  MetricValues metrics;
  std::optional<double> auc_low, auc_high;  // 95 % bootstrap over lesions; comes a moment later
  std::string leak;                         // what its images share with the training images; empty: nothing
  std::optional<double> auc_without_leak;   // comes a moment later
};

struct RunRow {  // finished and running runs, newest first
  RunId id = 0;
  std::string name;     // "run 3"
  std::string summary;  // "head, imagenet, 20 epochs"
  RunState state = RunState::None;
  float best_auc = kUnknown;
  int best_epoch = 0;
  std::string when;
  bool resumable = false;  // it was cut off and has kept its state
};

struct RunView {
  std::optional<RunId> run;  // none: nothing is shown
  RunState state = RunState::None;
  bool live = false;           // the shown run is the one that trains now
  std::string phase;           // "Extracting features", "Epoch 4 of 20"
  std::string message;         // failure or end reason
  std::string start_problem;   // why the last training could not start; until another run is chosen
  std::string not_measurable;  // why the shown run has no numbers or no evidence; empty: it has
  int epoch = 0, epochs = 0;
  int step = 0, steps = 0;
  float images_per_s = kUnknown;
  float seconds_left = kUnknown;
  float learning_rate = kUnknown;
  int patience_left = -1;
  std::vector<float> step_loss;  // every step of the run
  std::vector<float> speed;      // images per second, sampled
  std::vector<EpochView> epochs_done;
  int best_epoch = 0;  // 1-based; 0: none yet
  EvaluationView evaluation;
  std::vector<RunRow> runs;
};

}  // namespace app
