// Whether the files of the open workspace are still what was imported: looked at when the window opens, and again
// after some minutes while it is used. What differs is remembered, which the badges and chips follow, and said once.
//
//   watch.open();     // and in each frame: watch.update();
//
// Main thread only, but for the look itself, which is on the lane. Only viewed workspaces are not looked at.
#pragma once

#include <chrono>
#include <memory>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/lane_reader.h"
#include "app/models/messages.h"
#include "app/workspace/content_check.h"
#include "app/workspace/workspace.h"

namespace app {

class FileWatch {
 public:
  // The actions that its messages offer.
  static constexpr const char* kShowChanged = "show-changed-files";
  static constexpr const char* kShowMissing = "show-missing-files";

  FileWatch(Workspace& workspace, JobLane& lane, Inbox& inbox, Messages& messages);

  void open() { look(true); }
  void update();
  // For scripts: "unknown" until they were looked at, then "whole", or "changed" where some are changed or missing.
  const char* state() const { return state_; }
  void closing() { lane_.cancel(looking_); }

 private:
  void look(bool first);
  void arrived(const ContentReport& report, bool first);

  Workspace& workspace_;
  JobLane& lane_;
  Inbox& inbox_;
  Messages& messages_;
  std::shared_ptr<LaneReader> reader_;
  JobId looking_ = 0;
  bool looks_ = false;
  const char* state_ = "unknown";
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace app
