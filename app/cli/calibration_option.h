// The option --uncalibrated of the verbs that tell probabilities or what depends on them, and how calibration is named
// beside them.
// Any thread; pure functions, but for add_uncalibrated (main thread).
#pragma once

#include <optional>
#include <string>

#include "app/cli/command_line.h"
#include "db/runs.h"
#include "ml/model/model.h"

namespace app::cli {

// `uncalibrated` must outlive the verb.
void add_uncalibrated(Verb& verb, bool& uncalibrated);

// Null: nothing is applied.
const ml::FittedCalibration* applied_of(const ml::Model& model);
// Takes the calibration away where that is asked for, and names what the model's probabilities are then: "calibrated on
// val: T 1.31, prior -1.20", "not calibrated, as asked for"
// `run`: of the workspace that the model is of, which knows why nothing was fitted.
std::string take_calibration(ml::Model& model, bool uncalibrated, const std::optional<db::Run>& run = std::nullopt);

}  // namespace app::cli
