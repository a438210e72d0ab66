// Other runs on the charts of the shown one: their epochs, and their curve with the labels of now. Read on a worker;
// one that cannot be measured has epochs and no curve.
// Main thread only, but for the work on the lane.
#pragma once

#include <memory>
#include <vector>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/lane_reader.h"
#include "app/models/run_reader.h"
#include "app/models/run_view.h"
#include "app/table/gallery.h"
#include "app/table/split_judge.h"

namespace app {

class RunOverlays {
 public:
  RunOverlays(Workspace& workspace, JobLane& reading, Inbox& inbox, const Gallery& gallery, RunView& view);

  void set(RunId run, bool on);
  void follow(const Change& change);                  // labels or classes changed
  void runs_changed(const std::vector<RunId>& runs);  // in the database; one that was deleted is taken off

 private:
  void read(RunId run);
  void take(const RunDetails& details);
  void fill(std::size_t place);

  JobLane& reading_;
  Inbox& inbox_;
  const Gallery& gallery_;
  RunView& view_;
  std::shared_ptr<LaneReader> reader_;
  std::vector<RunId> wanted_;
  std::vector<std::unique_ptr<SplitJudge>> judges_;  // as view_.overlays
};

}  // namespace app
