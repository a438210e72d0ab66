// An evaluation as `nevus eval --json` prints it, as the database keeps it and as the summary holds it.
// Any thread; pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/table/evaluation.h"

namespace app {

// Absent metrics are null.
nlohmann::ordered_json evaluation_json(const Evaluation& evaluation);
MetricValues metrics_from_json(const nlohmann::json& json);

}  // namespace app
