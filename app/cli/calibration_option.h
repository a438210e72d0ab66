// The option --uncalibrated of the verbs that tell probabilities, and how calibration and views are named beside them.
// Any thread; pure functions, but for add_uncalibrated (main thread).
#pragma once

#include <string>

#include "app/cli/command_line.h"
#include "app/workspace/run_calibration.h"
#include "ml/model/model.h"

namespace app::cli {

// `uncalibrated` must outlive the verb.
void add_uncalibrated(Verb& verb, bool& uncalibrated);

// Null: nothing is applied.
const ml::FittedCalibration* applied_of(const ml::Model& model);
// "mean of 8 views, calibrated on val: T 1.31, prior -1.20"; views 0: not recorded
std::string asked_text(int views, const ml::FittedCalibration* applied);

}  // namespace app::cli
