// The groups a run was trained on, and the classes each had then: an old run is judged by these, whatever became of
// its target. Runs of earlier versions know the names of their groups only.
// Any thread; pure functions.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "app/core/types.h"
#include "db/classes.h"
#include "db/runs.h"

namespace app {

struct RunGroups {
  std::vector<std::string> names;                   // negative first
  std::unordered_map<ClassId, int> group_of_class;  // empty: not known
};

std::string run_groups_json(const std::vector<db::TargetGroup>& groups);
RunGroups groups_of_run(const db::Run& run);

}  // namespace app
