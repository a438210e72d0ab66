// Runs one training from request to stored result: a run row, every epoch with the probability of
// every validation image, the CSV log, the best model as a file, and predictions for the grid.
// Watch it through the snapshot, steer it through ml::TrainControl.
//
//   ml::TrainControl control(stop_token);
//   Snapshot<TrainProgress> progress;
//   TrainOutcome outcome = run_training(workspace, request, control, {&progress, wake});
//
// One thread at a time (the training lane, or the command line); the snapshot may be read from any.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/kept_epoch.h"
#include "app/core/shared_rows.h"
#include "app/core/snapshot.h"
#include "app/core/train_request.h"
#include "app/table/evaluation.h"
#include "app/workspace/dataset.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "ml/train/block_norms.h"
#include "ml/train/train_control.h"

namespace app {

struct EpochRecord {
  int epoch = 0;  // 1-based
  double train_loss = 0, train_accuracy = 0, val_loss = 0, seconds = 0;
  float learning_rate = 0;
  bool best_so_far = false;
  Evaluation val;  // at threshold 0.5; without interval while the run is on
  std::vector<ml::BlockNorm> norms;
};

inline bool was_validated(const EpochRecord& epoch) {
  return validated(epoch.val_loss, epoch.val.metrics[Metric::Auc], epoch.val.metrics[Metric::Accuracy]);
}

inline bool chooses(std::string_view criterion, const EpochRecord& epoch) {
  const MetricValues& metrics = epoch.val.metrics;
  return chooses(criterion,
                 {epoch.val_loss, metrics[Metric::Auc], metrics[Metric::Accuracy], metrics[Metric::BalancedAccuracy]});
}

struct TrainProgress {
  RunId run = 0;
  std::string phase;          // "Reading kept features", "Extracting features", "Training", "Evaluating", "Predicting"
  long done = 0, total = 0;   // of the phase, in images; training: in epochs
  int part = 1, parts = 1;    // the phase of the recipe
  int part_first_epoch = 0;   // epochs of the run before it
  int part_epochs = 0;        // of it
  Depth depth = Depth::Head;  // that learns now
  int patience = 0;           // epochs without improvement before this phase ends; 0: never
  std::string criterion;      // "val_auc"
  int epoch = 0, epochs = 0;  // 1-based
  std::size_t step = 0, steps = 0;
  double images_per_s = 0;
  double seconds_left = -1;  // of the phase, at its own speed; negative: not known yet
  float learning_rate = 0;
  std::vector<float> step_loss;
  std::vector<float> speed;  // images per second, one per step
  SharedRows<EpochRecord> epochs_done;
  int best_epoch = 0;
  std::vector<db::RunEvent> events;  // since this program began with the run
};

struct TrainWatch {
  Snapshot<TrainProgress>* progress = nullptr;              // may be null
  std::function<void()> on_change = {};                     // at most ten times a second, and at each epoch
  std::chrono::milliseconds keep_state_every{5000};         // between two writings of the state to go on from
  std::function<void(const std::string&)> on_note = {};     // before it begins: what is not as one might think
  std::function<void(const std::string&)> on_trouble = {};  // on the way: what could not be saved yet
};

struct TrainOutcome {
  RunId run = 0;
  std::string end;  // "finished", "stopped early", "stopped", "cancelled"
  int epochs_run = 0;
  int best_epoch = 0;     // 1-based; 0: none
  bool validated = true;  // false: there was no validation
  bool chosen = true;  // false: the last epoch was kept, for want of validation or because the criterion is undefined
  std::string criterion;  // "val_auc"
  double best_criterion = 0;
  double seconds = 0;
  std::filesystem::path model_file, log_file;
  std::vector<std::string> notes;    // what was said before it began
  std::vector<std::string> skipped;  // images that could not be read, with the reason
  std::string files;                 // how many files are missing or changed; empty: none
  std::string kept;                  // which epochs can be branched from, and the space that all takes
  std::string familiarity = {};      // what is known of its training images for later, or why not
  std::string replay;                // of a replayed run: whether the weights are the same
  bool replay_differs = false;
  Evaluation val;  // of the best epoch
  RunCalibration calibration;
};

// What a run on these images should be told of before: nothing to validate on, one group only, a leak that is allowed.
// `by_loss`: the loss chooses the best epoch, and it is defined of one group too.
std::vector<std::string> notes_on(const TargetData& data, bool by_loss);

// Throws when it cannot start or fails on the way; the run is then marked failed with the reason.
TrainOutcome run_training(Workspace& workspace, const TrainRequest& request, ml::TrainControl& control,
                          const TrainWatch& watch, int threads = 0);

// Goes on with a run that has ended or was cut off, from its last checkpoint (or from its start where it had none), on
// the labels, with the settings and with as many threads as it began with; what was changed on the way is done again.
// A run that was cut off ends as if nothing had happened. One that had finished ends as one begun with that many
// epochs, where its rate does not depend on their number (constant, plateau): a cosine was down already, and is
// stretched from there on.
struct ResumeOrder {
  RunId run = 0;
  int epochs = 0;     // over the whole run; 0: as it was
  int patience = -1;  // negative: as it was
};
TrainOutcome resume_training(Workspace& workspace, const ResumeOrder& order, ml::TrainControl& control,
                             const TrainWatch& watch);

// A new run with the settings, labels, threads and changes of another, at the places where they were made. The outcome
// says whether its best epoch's weights are the same, bit for bit.
TrainOutcome replay_training(Workspace& workspace, RunId run, ml::TrainControl& control, const TrainWatch& watch);

}  // namespace app
