// Probabilities that mean what they say: temperature and prior (one bias a class), fitted on images that trained
// nothing by the least negative log likelihood (Guo et al. 2017, vector bias; with two classes it is Platt's scaling).
// Class weights, mixing and smoothing flatten and shift what a network says; this takes it back.
//
// It works on probabilities, after views and dropout passes were averaged, so stored predictions can be calibrated too:
//   p -> softmax(log p / temperature + bias); of two classes: sigmoid(logit(p) / temperature + bias[1] - bias[0]).
// In the fit and where it is applied a probability below 1e-7 counts as hardly less than that, and one beyond 1 - 1e-7
// as hardly more, so that answers which a float holds as 0 or 1 are calibrated too.
//
// Use: `if (auto fitted = fit_calibration(probabilities, classes, labels)) apply(*fitted, others, classes);`
//      `else say(why_not_calibrated(labels, classes));`
// All throw when lengths differ, a label is out of range or a probability is none, naming the index.
// Threads: any thread; pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ml {

struct FittedCalibration {
  double temperature = 1;
  std::vector<double> bias;              // one a class, their mean 0; empty: none
  bool on = true;                        // off: kept, not applied
  std::int64_t images = 0, groups = 0;   // that it was fitted on; groups: lesions or patients, 0: not counted
  std::string fitted_on;                 // "val"
  std::vector<int> without_images = {};  // classes of which there were none: their bias is held at 0
  bool at_bound = false;                 // the scores do not rank the classes: the temperature is at its bound
  double nll_before = 0, nll_after = 0;  // mean, in nats, on the images of the fit
  bool takes_back = false;               // made by inverse_of: nothing is bounded
  bool operator==(const FittedCalibration&) const = default;
};

struct CalibrationOptions {
  // Weighs the distance to "changes nothing" like this many images' worth of information, so that a few images that
  // happen to be told apart do not make probabilities of 0 and 1. 0: the likelihood alone.
  double prior_weight = 0.1;
  int least_images = 30;   // below it nothing is fitted
  int least_of_class = 5;  // which at least two classes must have
};

// What cannot be estimated from these labels, and why ("12 images; 30 are needed"); empty: a calibration can be.
std::string why_not_calibrated(std::span<const int> labels, int classes, const CalibrationOptions& options = {});

// `probabilities` are (n, classes). Absent where why_not_calibrated says why.
std::optional<FittedCalibration> fit_calibration(std::span<const float> probabilities, int classes,
                                                 std::span<const int> labels, const CalibrationOptions& options = {});

// In place, (n, classes). Does nothing where the calibration is off. Throws where it is of other classes.
void apply(const FittedCalibration& calibration, std::span<float> probabilities, int classes);

// What takes it away again, to the digits that a float has.
FittedCalibration inverse_of(const FittedCalibration& calibration);

// Of two classes: where a threshold on the second class's probability moves to, so that no decision changes; and back.
double moved_threshold(const FittedCalibration& calibration, double threshold);
double threshold_before(const FittedCalibration& calibration, double threshold);

// Probabilities of the same images that were calibrated without them: whole groups (equal numbers: one lesion or
// patient) are dealt to folds, and each fold is calibrated by a fit on the others. For judging on the images that the
// calibration is fitted on. Absent where why_not_calibrated, or a fold's rest has one class only.
std::optional<std::vector<float>> cross_fitted(std::span<const float> probabilities, int classes,
                                               std::span<const int> labels, std::span<const int> groups,
                                               const CalibrationOptions& options = {});

}  // namespace ml
