// The probabilities that a run's calibration was fitted on, from both sides: as the network gave them, and each
// calibrated by a fit on other lesions or patients. What judges a calibration asks these; what is shown was fitted on
// the very images and would flatter itself.
//
//   const CalibrationSides sides = calibration_sides(input, run.calibration);
//   input.judging = sides.judging;   // slice_doubt then tells how far the parts are off, cross-fitted
//
// Pure; any thread.
#pragma once

#include <memory>
#include <optional>

#include "app/table/slices.h"
#include "ml/metrics/fitted_calibration.h"

namespace app {

struct CalibrationSides {
  std::shared_ptr<const ScoreSet> before;   // null: nothing was applied
  std::shared_ptr<const ScoreSet> judging;  // null: nothing was fitted on these images, or they are too few to do
                                            // without some; the shown ones judge then
  std::optional<double> ece_before;         // of the input's group
};

// `applied`: what the scores of the input went through, fitted on the split that they are of; absent: nothing.
CalibrationSides calibration_sides(const SliceInput& input, const std::optional<ml::FittedCalibration>& applied);

}  // namespace app
