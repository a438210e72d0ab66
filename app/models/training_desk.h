// The Train page's run: starts it on the long lane, folds the trainer's snapshot into the view, and
// shows finished runs, epoch by epoch, from the database.
// Main thread only, but for the work on the lane.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/core/snapshot.h"
#include "app/models/workbench_view.h"
#include "app/workspace/training.h"
#include "ml/train/train_control.h"

namespace app {

class TrainingDesk {
 public:
  struct Ended {
    std::optional<TrainOutcome> outcome;
    std::string error;
  };

  TrainingDesk(Workspace& workspace, JobLane& lane, Inbox& inbox, WorkbenchView& view,
               std::function<void(const Ended&)> on_end);

  void start(const TrainRequest& request);
  void resume(RunId run);
  void pause_or_resume();
  void stop_and_keep_best();
  void set_learning_rate(float rate);
  void cancel();

  // Takes the newest snapshot; true when it told something new.
  bool fold();
  void show_run(RunId run, int epoch);  // epoch below 1: the best
  void show_run_before();               // what was shown when the last one began
  void set_threshold(float threshold);
  void refresh_runs();  // the table, after a run began or ended
  void refresh_models();
  // The labels changed: the shown evaluation is computed again from stored probabilities.
  void labels_changed() { evaluate_shown(); }
  int shown_epoch() const { return view_.train.evaluation.epoch; }
  // The run whose predictions the rest of the window shows, and its best epoch.
  std::optional<RunId> newest_usable_run() const;

 private:
  using Work = std::function<TrainOutcome(ml::TrainControl&, const TrainWatch&)>;
  void launch(const Work& work);
  void fold_epochs(const TrainProgress& progress);
  void evaluate_shown();
  void fill_evaluation(const Evaluation& evaluation);

  Workspace& workspace_;
  JobLane& lane_;
  Inbox& inbox_;
  WorkbenchView& view_;
  std::function<void(const Ended&)> on_end_;
  std::shared_ptr<Snapshot<TrainProgress>> progress_;
  std::shared_ptr<ml::TrainControl> control_;
  std::shared_ptr<const TrainProgress> folded_;
  struct Shown {
    RunId run;
    int epoch;
  };
  std::optional<Shown> before_;
  int shown_epoch_ = 0;
};

}  // namespace app
