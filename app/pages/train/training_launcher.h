// Starts a training on the training lane, steers it, and folds the trainer's snapshot into the view of the shown run,
// at most ten times a second. When it ends, its best epoch is shown. Main thread only, but for the work on the lane.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/core/snapshot.h"
#include "app/models/messages.h"
#include "app/models/session.h"
#include "app/workspace/training.h"
#include "ml/train/train_control.h"

namespace app {

class TrainingLauncher {
 public:
  // `wake` asks for a frame, from any thread.
  TrainingLauncher(Session& session, JobLane& lane, Inbox& inbox, Messages& messages, std::function<void()> wake)
      : session_(session),
        workspace_(session.workspace()),
        view_(session.run_view()),
        shown_run_(session.shown_run()),
        lane_(lane),
        inbox_(inbox),
        messages_(messages),
        wake_(std::move(wake)) {}

  // While a run trains these three do nothing.
  void start(const TrainRequest& request);
  void resume(const ResumeOrder& order);
  void replay(RunId run);
  void pause_or_resume();
  void one_step();
  void one_epoch();
  void stop_and_keep_best();
  void set_learning_rate(float rate);
  void set_epochs(int epochs);  // over the whole run
  void set_patience(int epochs);
  void set_depth(Depth depth, float learning_rate);
  void cancel();
  void fold();  // takes the newest snapshot

 private:
  using Work = std::function<TrainOutcome(ml::TrainControl&, const TrainWatch&)>;
  struct Shown {
    RunId run;
    int epoch;
  };
  void launch(const Work& work);
  void fold_state();
  void fold_epochs(const TrainProgress& progress);
  void end(const TrainOutcome& outcome, const std::string& left_out);
  void fail(const std::string& why);

  Session& session_;
  Workspace& workspace_;
  RunView& view_;
  ShownRun& shown_run_;
  JobLane& lane_;
  Inbox& inbox_;
  Messages& messages_;
  std::function<void()> wake_;
  std::shared_ptr<Snapshot<TrainProgress>> progress_;
  std::shared_ptr<ml::TrainControl> control_;
  std::shared_ptr<const TrainProgress> folded_;
  std::optional<Shown> before_;  // what was shown when the last one began
};

}  // namespace app
