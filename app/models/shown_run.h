// Fills the view of the shown run from the database: its epochs, what validation says at an epoch and a threshold,
// and the list of runs. A run that cannot be measured (its classes changed, nothing was kept of it) is shown with the
// reason instead of numbers. The page that trains writes how far a live run is.
// Main thread only.
#pragma once

#include <optional>

#include "app/models/run_view.h"
#include "app/workspace/evaluation.h"
#include "app/workspace/workspace.h"

namespace app {

class ShownRun {
 public:
  ShownRun(Workspace& workspace, RunView& view) : workspace_(workspace), view_(view) {}

  void show(RunId run, int epoch);  // epoch below 1: the best; an unknown run changes nothing
  void show_nothing();              // until a run that begins has an epoch
  void show_live_epoch(int epoch);  // of the run that trains now
  void set_threshold(float threshold);
  void labels_changed() { evaluate(); }  // from the stored probabilities
  void refresh_runs();                   // the list, after a run began or ended
  int epoch() const { return epoch_; }   // 0: none
  // The newest run whose predictions the rest of the window can show.
  std::optional<RunId> newest_usable_run() const;

 private:
  void evaluate();
  void fill_evaluation(const Evaluation& evaluation);

  Workspace& workspace_;
  RunView& view_;
  int epoch_ = 0;
};

}  // namespace app
