// Writes the report and the figures of the shown run beside the interface: progress in the status line, a message at
// the end that names the files. They go to WORKSPACE/reports. Main thread only, but for the work on the lane.
#pragma once

#include <functional>
#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/shell/shell_view.h"
#include "app/shell/toaster.h"
#include "app/workspace/workspace.h"

namespace app {

class ReportDesk {
 public:
  ReportDesk(Workspace& workspace, JobLane& lane, Inbox& inbox, ShellView& shell, Toaster& toaster)
      : workspace_(workspace), lane_(lane), inbox_(inbox), shell_(shell), toaster_(toaster) {}

  struct Shown {
    RunId run = 0;  // 0: the newest with a finished epoch
    int epoch = 0;
    std::string split = "val";
    double threshold = 0.5;
  };
  void save_report(const Shown& shown);
  // Each as PNG, SVG and CSV. `figure`: its name, or all.
  void save_figures(const Shown& shown, const std::string& figure);

 private:
  using Work = std::function<std::string(Workspace& own)>;  // gives what was written, in words
  void post(const std::string& title, Work work);
  void end(const std::string& title, const std::string& problem, const std::string& written);

  Workspace& workspace_;
  JobLane& lane_;
  Inbox& inbox_;
  ShellView& shell_;
  Toaster& toaster_;
};

}  // namespace app
