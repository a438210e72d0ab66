// How unlike the images are to those that the shown run's model was trained on: a column of the table to sort and
// filter by, and a filter by those that the model calls unlike. Found on the numbers lane, from kept features, when it
// is asked for; nothing is computed for images that have none, and how many those are is said. Main thread only, but
// for the work on the lane. What the source names must outlive it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/core/action_table.h"
#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/lane_reader.h"
#include "app/models/messages.h"
#include "app/models/models.h"
#include "app/workspace/workspace.h"

namespace app {

class UnlikeDesk {
 public:
  UnlikeDesk(const Workspace& workspace, JobLane& lane, Inbox& inbox, Messages& messages, Models& models);

  void run_arrived();   // it is shown from now on, or was read again
  void follow_query();  // another order or filter is shown: the column is filled where they ask for it
  void enter_action(ActionTable& table, std::function<void(const Filter&)> set_filter);

 private:
  struct Answer;
  using Then = std::function<void(const Answer&)>;
  static Answer find(const Workspace& workspace, const db::Reader& from, const std::string& model,
                     const std::stop_token& stop);
  // The run whose predictions are seen, and its best epoch; while another one trains that is not the one of Train.
  std::optional<std::pair<RunId, int>> seen() const;
  bool wanted() const;
  void ask(Then then);
  void take(const Answer& answer);

  JobLane& lane_;
  Inbox& inbox_;
  Messages& messages_;
  Models& models_;
  std::shared_ptr<LaneReader> reader_;
  std::optional<std::pair<RunId, int>> of_;  // the run and its best epoch whose column this is
  JobId job_ = 0;
  std::uint64_t question_ = 0;
};

}  // namespace app
