// The training images that the shown run's network finds nearest to an image, by the features kept from training.
// Model and features are read on the lane when they are first needed, stay there, and go when the page is left.
// Main thread only, but for the work on the lane.
#pragma once

#include <memory>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/lane_reader.h"
#include "app/pages/errors/errors_view.h"

namespace app {

class TrainingNeighbours {
 public:
  TrainingNeighbours(const Workspace& workspace, JobLane& lane, Inbox& inbox, NeighboursView& shown);

  void ask(RunId run, ImageId of);
  void forget();  // frees what is kept

 private:
  struct Kept;
  JobLane& lane_;
  Inbox& inbox_;
  NeighboursView& shown_;
  std::shared_ptr<LaneReader> reader_;
  std::shared_ptr<Kept> kept_;
  std::uint64_t question_ = 0;
};

}  // namespace app
