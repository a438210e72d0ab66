// The shown run: how far it is, its curves and what validation says, live or from the database; and the list of
// runs. Main thread only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/core/kept_epoch.h"
#include "app/core/roc_point.h"
#include "app/core/types.h"
#include "app/models/run_history.h"
#include "app/table/class_groups.h"
#include "app/table/metric_rows.h"
#include "app/table/metrics.h"
#include "app/table/rank_curves.h"

namespace app {

inline constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
inline constexpr std::size_t kCurvePoints = 1000;  // more than a plot has pixels
inline float number(const std::optional<double>& value) { return value ? static_cast<float>(*value) : kUnknown; }

enum class RunState { None, Preparing, Running, Paused, Finished, Stopped, Failed };

struct EpochView {
  int epoch = 0;  // 1-based
  float train_loss = kUnknown, val_loss = kUnknown;
  float train_accuracy = kUnknown;
  MetricValues val;
  float learning_rate = kUnknown;
  float seconds = kUnknown;
  std::vector<BlockNorm> block_norms;  // empty: the run did not record them
};

// What takes long to compute of an evaluation and comes a moment later.
struct EvaluationDetails {
  bool ready = false;   // false: of an earlier epoch, labels or threshold, or nothing yet
  std::string problem;  // why it could not be computed
  RankCurves curves;    // of each group against the rest
  IntervalTable intervals;
};

// Validation at the shown epoch and threshold.
struct EvaluationView {
  std::string split = "val";
  int n = 0;
  int epoch = 0;
  bool refit = false;  // of the head refit to the labels of now, not of an epoch of the run
  std::int64_t label_revision = 0;
  float threshold = 0.5F;
  int views = 0;  // in which each image was asked; 0: not recorded
  std::vector<std::string> groups;
  RunQuestion question = {};   // of the run that they belong to
  std::vector<int> confusion;  // rows true, columns predicted; groups.size() squared
  std::vector<RocPoint> roc;   // two groups only
  MetricValues metrics;
  std::optional<double> auc_low, auc_high;  // 95 % bootstrap over lesions; comes a moment later
  std::string leak;                         // what its images share with the training images; empty: nothing
  std::optional<double> auc_without_leak;   // comes a moment later
  EvaluationDetails details;
};

// What the shown run's probabilities go through.
struct CalibrationView {
  bool fitted = false, on = false;
  std::string words = {};                                 // "calibrated on val: T 1.31, prior -1.20"
  std::string text = {};                                  // with what it did
  std::optional<double> ece_before = {}, ece_after = {};  // of validation; after: cross-fitted over lesions
};

struct RunRow {  // finished and running runs, newest first
  RunId id = 0;
  std::string name;     // "run 3"
  std::string summary;  // "head, imagenet, 20 epochs"
  RunState state = RunState::None;
  float best_auc = kUnknown;
  int best_epoch = 0;
  std::string when;
  bool resumable = false;   // it has ended or was cut off, and has kept its state
  std::string config_json;  // its request, to branch from
  std::string note = {};
  std::optional<double> threshold = {};  // kept with it
  std::string threshold_words = {};      // "0.31, by costs …"; empty: none is kept
  bool threshold_frozen = false;         // it was chosen by a rule: other thresholds are only looked at
  std::string calibration_json = {};     // as it is kept: another text, another calibration
  std::string groups_json = {};          // that it was trained for: equal ones speak of the same groups
  std::string parent = {};               // "from run 3, epoch 4"; empty: it began by itself
};

// Another run on the charts of the shown one, in the colour of its place.
struct RunOverlay {
  RunId run = 0;
  std::string name;
  std::vector<EpochView> epochs;
  int best_epoch = 0;
  std::vector<RocPoint> roc;  // validation at its best epoch; empty: other than two groups, or not measurable
  std::optional<double> auc;
  RunQuestion question = {};  // another than the shown run's: the curves have nothing in common
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
  int step = 0, steps = 0;                                   // of the epoch
  long stage_done = 0, stage_total = 0;                      // of the phase, in images: features that are extracted
  bool pausing = false, resuming = false, stopping = false;  // asked for, and obeyed after the batch
  bool stepping = false;                                     // one batch or one epoch, then it pauses by itself
  Depth depth = Depth::Head;                                 // that learns now
  int part_first_epoch = 0;                                  // epochs before the phase at work
  float images_per_s = kUnknown;
  float seconds_left = kUnknown;
  float learning_rate = kUnknown;
  int patience_left = -1;
  int patience_epochs = 0;       // after the best epoch the run goes on for so many; 0: to its end
  std::string criterion;         // what chooses the best epoch: "val_auc"
  std::vector<float> step_loss;  // every step of the run
  std::vector<float> speed;      // images per second, sampled
  float steps_per_epoch = 0;     // 0: not known
  std::vector<RunMark> marks;    // by place
  std::vector<EpochView> epochs_done;
  int best_epoch = 0;  // 1-based; 0: none yet
  EvaluationView evaluation;
  CalibrationView calibration;
  double usual_threshold = 0.5;  // of the shown run, where none is kept
  std::set<RunId> looked_at;     // runs whose threshold was set and not kept, until they are read anew
  bool runs_read = false;        // the list below; until then nothing is known of it
  std::vector<RunRow> runs;
  std::vector<RunRow> deleted_runs;  // put away; they can be brought back
  std::vector<RunOverlay> overlays;  // in the order in which they were asked for
};

// Another program trains it: how far it is stands in the database after each epoch.
inline bool trains_elsewhere(const RunView& run) { return !run.live && run.state == RunState::Running; }

// Without validation, or where the criterion is not defined on it, no epoch is the best: the last is kept. True while
// there is none yet.
inline bool chose_best(const RunView& run) {
  return run.epochs_done.empty() || std::ranges::any_of(run.epochs_done, [&run](const EpochView& epoch) {
           return chooses(run.criterion, {epoch.val_loss, epoch.val[Metric::Auc], epoch.val[Metric::Accuracy],
                                          epoch.val[Metric::BalancedAccuracy]});
         });
}

}  // namespace app
