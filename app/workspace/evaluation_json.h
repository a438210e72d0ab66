// An evaluation as `nevus eval --json` prints it, as the database keeps it and as the summary holds it.
// Any thread; pure functions.
#pragma once

#include "app/core/json.h"
#include "app/table/evaluation.h"

namespace app {

// Absent metrics are null, and so is the threshold of more than two groups, where none decides.
Json evaluation_json(const Evaluation& evaluation);
// The mean precision of more than two groups is made of the matrix beside it: what was stored before it counted the
// groups that are never called is of fewer.
MetricValues metrics_from_json(const Json& json);

}  // namespace app
