// Everything a training run needs to go on after an epoch as if it had never stopped: what learns, the
// optimiser's moments, schedules, the best epoch so far. Random numbers need no state: they are functions of
// seed, epoch and step. With the same number of threads a resumed run ends bit for bit as one that was
// never cut off.
//
// Use: `save_checkpoint(path, checkpoint);` ... `train(model, data, cache, config, control, listener, &checkpoint)`
// A checkpoint is written under a temporary name, synced and renamed: a full disk leaves the one before.
// Threads: any thread; a plain value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "ml/optim/adam.h"
#include "ml/optim/early_stopping.h"
#include "ml/train/rate_plan.h"

namespace ml {

struct TrainCheckpoint {
  // Names and values of what must be the same when the run resumes: "spec", "contract", "settings", "data".
  std::map<std::string, std::string> identity;
  std::string note;  // of the caller's choice: the run, the phase, the label revision

  int epochs_done = 0;
  std::int64_t steps_done = 0;
  std::vector<float> network;  // Network::snapshot()
  std::vector<float> average;  // of the weights; empty when none is kept
  AdamState adam;
  RatePlan::State rates;
  EarlyStopping::State stopping;

  int best_epoch = -1;
  double best_criterion = 0;
  std::vector<float> best_network;
  std::vector<float> best_val_probabilities;
};

// Throws with the system's reason; the file before is then untouched.
void save_checkpoint(const std::filesystem::path& path, const TrainCheckpoint& checkpoint);
// Throws when it is no checkpoint or is damaged.
TrainCheckpoint load_checkpoint(const std::filesystem::path& path);

// Throws when a checkpoint belongs to another run, naming what differs.
void require_same_run(const TrainCheckpoint& checkpoint, const std::map<std::string, std::string>& identity);

}  // namespace ml
