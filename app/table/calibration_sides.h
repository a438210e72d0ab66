// The probabilities that a run's calibration was fitted on, from both sides: as the network gave them, and each
// calibrated by a fit on other lesions or patients. What judges a calibration asks these; what is shown was fitted on
// the very images and would flatter itself.
//
//   const CalibrationSides sides = calibration_sides(input, run.calibration, why_as_shown(run, epoch, input));
//   input.judging = sides.judging;   // slice_doubt then tells how far the parts are off, cross-fitted
//
// Pure; any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/table/slices.h"
#include "ml/metrics/fitted_calibration.h"

namespace app {

struct CalibrationSides {
  std::shared_ptr<const ScoreSet> before;   // null: nothing was applied
  std::shared_ptr<const ScoreSet> judging;  // null: nothing was fitted on these images as they are, or they are too
                                            // few to do without some; the shown ones judge then
  std::string why_as_shown;                 // not as they are: how it was fitted
  std::optional<double> ece_before;         // of the input's group
};

// Of the scores of a run at an epoch by the labels of the input, as fitted_on.h says it; empty: as it was fitted.
std::string why_as_shown(const RunScores& run, int epoch, const SliceInput& input);

// `applied`: what the scores of the input went through, fitted on the split that they are of; absent: nothing.
// `why`: of why_as_shown.
CalibrationSides calibration_sides(const SliceInput& input, const std::optional<ml::FittedCalibration>& applied,
                                   const std::string& why = {});

}  // namespace app
