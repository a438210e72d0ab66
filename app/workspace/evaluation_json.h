// An evaluation as `nevus eval --json` prints it, as the database keeps it and as the summary holds it.
// Any thread; pure functions.
#pragma once

#include "app/core/json.h"
#include "app/table/evaluation.h"

namespace app {

// Absent metrics are null.
Json evaluation_json(const Evaluation& evaluation);
MetricValues metrics_from_json(const Json& json);

}  // namespace app
