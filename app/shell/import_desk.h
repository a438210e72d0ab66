// Imports that run beside the interface: progress in the status line, a toast at the end, cancel.
// Main thread only, but for the work on the lane.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/shell/shell_view.h"
#include "app/shell/toaster.h"
#include "app/workspace/import.h"
#include "app/workspace/labelling.h"

namespace app {

class ImportDesk {
 public:
  ImportDesk(Workspace& workspace, JobLane& lane, Inbox& inbox, ShellView& shell, Toaster& toaster)
      : workspace_(workspace), lane_(lane), inbox_(inbox), shell_(shell), toaster_(toaster) {}

  // The reports of earlier imports, into the list of messages; read on this lane.
  void read_earlier(JobLane& lane);
  void start(std::shared_ptr<const ImportPlan> plan, ImportChoices choices);
  void start_demo();
  // Takes a whole import back; redo makes it again.
  void undo(std::int64_t import);
  void cancel(JobId job);
  void cancel_all();

 private:
  using Work = std::function<ImportReport(const OnProgress&, const std::stop_token&)>;
  void launch(const std::string& title, const std::string& detail, Work work);
  void show_progress(JobId job, const ProgressReport& report);
  void end(JobId job);
  void say(const ImportReport& report);
  void undone(std::int64_t import, const LabelOutcome& outcome);

  Workspace& workspace_;
  JobLane& lane_;
  Inbox& inbox_;
  ShellView& shell_;
  Toaster& toaster_;
  JobId last_ = 0;  // numbers shown to the interface
  std::vector<std::pair<JobId, JobId>> lane_job_of_;
};

}  // namespace app
