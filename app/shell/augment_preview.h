// The preview of a recipe's random views: made on the pictures lane, shown as one picture. A late answer to an
// earlier question is dropped.
// Main thread only, but for the work on the lane. Owns the texture it made.
#pragma once

#include <cstdint>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/core/train_request.h"
#include "app/shell/shell_view.h"
#include "app/workspace/workspace.h"
#include "engine/host/host.h"

namespace app {

class AugmentPreview {
 public:
  AugmentPreview(Workspace& workspace, engine::Host& host, JobLane& lane, Inbox& inbox, AugmentPreviewView& view)
      : workspace_(workspace), host_(host), lane_(lane), inbox_(inbox), view_(view) {}
  ~AugmentPreview() { release(); }
  AugmentPreview(const AugmentPreview&) = delete;
  AugmentPreview& operator=(const AugmentPreview&) = delete;

  // Opens the preview of what this request would train on.
  void show(const TrainRequest& recipe, int first);
  void step(int first) { show(TrainRequest(recipe_), first); }  // of the recipe shown last

 private:
  void release();

  Workspace& workspace_;
  engine::Host& host_;
  JobLane& lane_;
  Inbox& inbox_;
  AugmentPreviewView& view_;
  TrainRequest recipe_;
  std::uint64_t question_ = 0;
};

}  // namespace app
