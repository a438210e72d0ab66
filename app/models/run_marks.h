// The events of a run as marks on its curves, and the norms of its blocks, as they are kept in the database. Pure
// functions. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/models/run_history.h"
#include "db/runs.h"

namespace app {

// Of an event before this step (from 0) of this epoch (from 1). Where the steps of an epoch are not known (0) a mark
// stands at the beginning of its epoch.
RunMark run_mark(int epoch, std::int64_t step, std::string kind, std::string text, float steps_per_epoch);
// Of all events, by place.
std::vector<RunMark> run_marks(const std::vector<db::RunEvent>& events, float steps_per_epoch);
// "norms" of an epoch's metrics; empty where the run has recorded none.
std::vector<BlockNorm> block_norms_from_json(const Json& metrics);

}  // namespace app
