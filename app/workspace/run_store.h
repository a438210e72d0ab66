// What a training run leaves: its row, its state, the best model as a file, the state to go on from.
// One thread at a time; the owner decides.
#pragma once

#include <filesystem>
#include <string>

#include "app/core/train_request.h"
#include "app/workspace/dataset.h"
#include "app/workspace/run_lock.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "ml/model/model.h"
#include "ml/train/checkpoint.h"

namespace app {

class RunStore {
 public:
  // For a run that goes on. Throws when another process trains it.
  RunStore(Workspace& workspace, RunId run) : RunStore(workspace, run, RunLock(workspace.run_folder(run))) {}
  // For one that begins now: adds its row.
  static RunStore begin(Workspace& workspace, const TrainRequest& request, const TargetData& data,
                        const ml::Model& model);

  RunId run() const { return run_; }
  void set_state(db::RunState state, const std::string& message);
  // Becomes the run's model; what it was trained with goes into the file.
  std::filesystem::path save_best(ml::Model model, int epoch, double criterion, const std::string& trained_on);

  // A phase goes on from the model it began with and its last checkpoint.
  void save_phase_start(int phase, const ml::Model& model);
  ml::Model phase_start(int phase) const;
  void save_checkpoint(const ml::TrainCheckpoint& checkpoint);
  static bool has_checkpoint(const Workspace& workspace, RunId run);
  ml::TrainCheckpoint checkpoint() const;
  // The weights after an epoch, to branch from.
  void save_kept(int epoch, ml::Model model, const std::string& trained_on);
  // A run that has ended needs only the one that its last checkpoint goes on from.
  void forget_phase_starts_but(int phase);

 private:
  RunStore(Workspace& workspace, RunId run, RunLock lock);

  Workspace& workspace_;
  RunId run_;
  RunLock lock_;  // while this object lives, the process trains the run
  std::filesystem::path folder_;
};

}  // namespace app
