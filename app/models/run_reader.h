// Reads for the run view, on a worker with a reader of its own: the list of runs, and everything of one run.
// One thread at a time; the owner of the reader decides.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/models/run_view.h"
#include "app/table/run_scores.h"
#include "app/workspace/workspace.h"

namespace app {

struct RunList {
  std::vector<RunRow> runs, deleted;
};
// Newest first.
RunList read_run_list(const Workspace& workspace, const db::Reader& from);

struct RunDetails {
  RunId run = 0;
  RunState state = RunState::None;
  bool deleted = false;
  std::string name, message;
  std::vector<EpochView> epochs;
  int epochs_asked = 0;  // that its settings ask for; 0: not known
  int best_so_far = 0;   // the model of the best is stored every few seconds only while it trains; 0: none
  std::vector<float> step_loss, speed;
  float steps_per_epoch = 0;
  std::vector<RunMark> marks;
  int patience_epochs = 0;
  std::string criterion;
  std::shared_ptr<const RunScores> scores;
  std::optional<double> threshold;  // kept with it
  CalibrationView calibration;
};
// Absent when the workspace has no such run. `before`: what was read of it earlier; its epochs but the last are
// not read again. `ids`: the images of the table by row.
std::optional<RunDetails> read_run(const Workspace& workspace, const db::Reader& from, RunId run,
                                   const std::vector<ImageId>& ids, const std::shared_ptr<const RunScores>& before);

}  // namespace app
