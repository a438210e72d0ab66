// Runs one training from request to stored result: a run row, every epoch with the probability of
// every validation image, the CSV log, the best model as a file, and predictions for the grid.
// Watch it through the snapshot, steer it through ml::TrainControl.
//
//   ml::TrainControl control(stop_token);
//   Snapshot<TrainProgress> progress;
//   TrainOutcome outcome = run_training(workspace, request, control, {&progress, wake});
//
// One thread at a time (the long lane, or the command line); the snapshot may be read from any.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/core/snapshot.h"
#include "app/core/train_request.h"
#include "app/table/evaluation.h"
#include "app/workspace/dataset.h"
#include "app/workspace/workspace.h"
#include "ml/train/train_control.h"

namespace app {

struct EpochRecord {
  int epoch = 0;  // 1-based
  double train_loss = 0, train_accuracy = 0, val_loss = 0, seconds = 0;
  float learning_rate = 0;
  bool best_so_far = false;
  Evaluation val;  // at threshold 0.5; without interval while the run is on
};

struct TrainProgress {
  RunId run = 0;
  std::string phase;          // "Extracting features", "Training", "Predicting"
  long done = 0, total = 0;   // of the phase, in images
  int epoch = 0, epochs = 0;  // 1-based
  std::size_t step = 0, steps = 0;
  double images_per_s = 0;
  double seconds_left = -1;  // negative: not known yet
  float learning_rate = 0;
  std::vector<float> step_loss;
  std::vector<float> speed;  // images per second, one per step
  std::vector<EpochRecord> epochs_done;
  int best_epoch = 0;
};

struct TrainWatch {
  Snapshot<TrainProgress>* progress = nullptr;           // may be null
  std::function<void()> on_change = {};                  // at most ten times a second, and at each epoch
  std::chrono::milliseconds keep_state_every{5000};      // between two writings of the state to go on from
  std::function<void(const std::string&)> on_note = {};  // before it begins: what is not as one might think
};

struct TrainOutcome {
  RunId run = 0;
  std::string end;  // "finished", "stopped early", "stopped", "cancelled"
  int epochs_run = 0;
  int best_epoch = 0;  // 1-based; 0: none
  double best_criterion = 0;
  double seconds = 0;
  std::filesystem::path model_file, log_file;
  std::vector<std::string> notes;    // what was said before it began
  std::vector<std::string> skipped;  // images that could not be read, with the reason
  std::string files;                 // how many files are missing or changed; empty: none
  Evaluation val;                    // of the best epoch
};

// What a run on these images should be told of before: nothing to validate on, one group only, a leak that is allowed.
std::vector<std::string> notes_on(const TargetData& data);

// Throws when it cannot start or fails on the way; the run is then marked failed with the reason.
TrainOutcome run_training(Workspace& workspace, const TrainRequest& request, ml::TrainControl& control,
                          const TrainWatch& watch, int threads = 0);

// Goes on with a run that was cancelled, failed or was cut off, from its last checkpoint (or from its start where
// it had none), on the labels, with the settings and with as many threads as it began with. It ends as if nothing had
// happened.
TrainOutcome resume_training(Workspace& workspace, RunId run, ml::TrainControl& control, const TrainWatch& watch);

}  // namespace app
