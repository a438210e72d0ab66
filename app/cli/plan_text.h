// A training recipe as `nevus train --describe` prints it: the layers with shapes and counts, then every
// phase with the settings that are its own.
// Any thread; pure functions.
#pragma once

#include <string>

#include "app/core/json.h"
#include "ml/arch/model_spec.h"
#include "ml/train/train_plan.h"

namespace app::cli {

// `spec` is that of the network with the plan's head.
std::string plan_text(const ml::TrainPlan& plan, const ml::ModelSpec& spec);
Json plan_json(const ml::TrainPlan& plan, const ml::ModelSpec& spec);

}  // namespace app::cli
