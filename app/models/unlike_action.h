// The action that filters every view by the images unlike those that the shown run was trained on. They are found on
// the reading lane, from kept features; nothing is computed for images that have none, and how many those are is said.
// Main thread only. What the source names must outlive the table of actions.
#pragma once

#include <functional>
#include <memory>

#include "app/core/action_table.h"
#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/lane_reader.h"
#include "app/models/messages.h"
#include "app/models/models.h"
#include "app/table/filter.h"

namespace app {

struct UnlikeSource {
  const Models& models;
  JobLane& reading;
  Inbox& inbox;
  Messages& messages;
  std::shared_ptr<LaneReader> reader;
  std::function<void(const Filter&)> set_filter;
};

void enter_unlike_action(ActionTable& table, const UnlikeSource& source);

}  // namespace app
