// A fitted calibration as text: in a model's file, and with a run.
//
// Use: `text = calibration_json(fitted); fitted = calibration_from_json(text, classes);`
// Reading throws, naming the entry, where it is no calibration of so many classes.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ml/metrics/fitted_calibration.h"

namespace ml {

std::string calibration_json(const FittedCalibration& calibration);
FittedCalibration calibration_from_json(std::string_view text, std::size_t classes);

}  // namespace ml
