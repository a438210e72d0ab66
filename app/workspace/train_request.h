// From what was asked for to what the trainer does: the plan of a request, and its JSON as it is stored
// with the run.
// Any thread; pure functions.
#pragma once

#include <string>

#include "app/core/train_request.h"
#include "ml/train/train_plan.h"

namespace app {

// Throws when a setting, preset or criterion is not known.
ml::TrainPlan plan_from(const TrainRequest& request, int threads);

// What chooses the best epoch: "val_auc".
std::string criterion_of(const ml::TrainConfig& config);
// Of a stored request, in its last phase; empty where the request is of another version.
std::string criterion_of_run(const std::string& config_json);

std::string to_json(const TrainRequest& request);
TrainRequest request_from_json(const std::string& json);

}  // namespace app
