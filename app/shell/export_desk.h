// Exports that run beside the interface: progress in the status line, a message at the end that says what was written.
// Main thread only, but for the work on the lane.
#pragma once

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/export/export_request.h"
#include "app/shell/shell_view.h"
#include "app/shell/toaster.h"
#include "app/workspace/workspace.h"

namespace app {

class ExportDesk {
 public:
  ExportDesk(Workspace& workspace, JobLane& lane, Inbox& inbox, ShellView& shell, Toaster& toaster)
      : workspace_(workspace), lane_(lane), inbox_(inbox), shell_(shell), toaster_(toaster) {}

  void open_dialog(RunId shown_run);  // offers what the page shows
  void choose(ExportKind kind);       // the path follows the kind, in the folder that stands there
  void start();                       // what the dialog says

 private:
  void end(const std::string& problem, const ExportReport& report);

  Workspace& workspace_;
  JobLane& lane_;
  Inbox& inbox_;
  ShellView& shell_;
  Toaster& toaster_;
};

}  // namespace app
