// What the Wall's layouts need beside the table: maps of the features and the times of decisions, made on a lane when
// a layout that shows them is first seen, dropped when what they were made from changes. Answers that are late are
// dropped. Main thread only, but for the work on the lane.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/lane_reader.h"
#include "app/models/session.h"
#include "app/pages/wall/wall_view.h"
#include "app/workspace/embedding_map.h"

namespace app {

class WallFacts {
 public:
  WallFacts(Session& session, JobLane& lane, Inbox& inbox, WallView& view);

  // While the page is seen: has what the layout needs made.
  void want();
  void compute_features();
  void stop();

 private:
  struct Kept {
    MapFeatures features;
    PrincipalMap axes;
  };
  void read_map(bool compute);
  void place_neighbours();
  void read_decisions();
  OnProgress told(std::uint64_t request);
  void fail(std::uint64_t request, const std::string& why);
  void end_map();  // before it came: what is kept stays, and what is not can be computed
  std::vector<MapPoint> by_row(const std::vector<PlanePoint>& points) const;
  std::string model_name() const;  // "run:3"; empty: what the program starts from

  Session& session_;
  JobLane& lane_;
  Inbox& inbox_;
  WallView& view_;
  std::shared_ptr<LaneReader> reader_;
  std::shared_ptr<const Kept> kept_;
  std::string asked_model_;
  std::size_t asked_images_ = 0;  // of the table
  bool asked_ = false, asked_neighbours_ = false;
  std::uint64_t request_ = 0;  // of a map
  std::uint64_t decisions_request_ = 0;
  std::int64_t decisions_of_ = -1;  // label revision
  JobId job_ = 0;
};

}  // namespace app
