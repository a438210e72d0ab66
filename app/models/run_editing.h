// What is done to runs from this window beside training them: name, note, putting away and bringing back, files off
// the disk, the threshold that a run keeps, and its calibration. Written on a worker; the feed then shows the list.
// What is refused is said with the reason. Main thread only, but for the work on the lane.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/commands.h"
#include "app/models/messages.h"
#include "app/models/run_view.h"
#include "app/workspace/run_threshold.h"
#include "app/workspace/workspace.h"

namespace app {

class RunEditing {
 public:
  RunEditing(Workspace& workspace, JobLane& lane, Inbox& inbox, Messages& messages, RunView& view)
      : workspace_(workspace), lane_(lane), inbox_(inbox), messages_(messages), view_(view) {}

  static std::string name_of(const EditRun& edit);  // "Delete a run"
  void decide(const EditRun& edit);
  static std::string name_of(const CalibrateRun& wanted);  // "Calibrate a run"
  void calibrate(const CalibrateRun& wanted);

  // While a slider is dragged only the newest is written, one after the other. A threshold that was chosen by a rule
  // stands: others are only looked at. True when it is written.
  bool threshold_moved(RunId run, double threshold);
  void closing();  // the newest is handed over, before the window goes
  // One that was chosen by a rule is kept with its run, and `kept` called once it is: until then nothing changes, and
  // what is dragged meanwhile is written should it fail.
  void keep(std::shared_ptr<const ThresholdChoice> choice, std::function<void()> kept);
  // Nothing is kept any more: the threshold follows the hand again.
  void forget_threshold(RunId run);

 private:
  struct Moved {
    RunId run = 0;
    double threshold = 0;
  };
  RunRow* row_of(RunId run);
  void ask_before_files_go(const EditRun& edit);
  void write_moved();
  void write_what_waited();
  void post(const char* attempted, std::function<void()> work, std::function<void()> done,
            std::function<void()> failed = {});

  Workspace& workspace_;
  JobLane& lane_;
  Inbox& inbox_;
  Messages& messages_;
  RunView& view_;
  std::optional<Moved> moved_;  // not written yet
  bool writing_ = false;
  std::optional<RunId> forgetting_;  // its chosen threshold; what is dragged meanwhile is written after that
  std::optional<RunId> keeping_;     // likewise, unless the chosen one stands then
};

}  // namespace app
