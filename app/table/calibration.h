// What calibration needs of probabilities: logits to fit a temperature to, and one slice's values of how far the
// probabilities mean what they say. The arithmetic is ml/metrics'.
// Any thread; pure functions.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace app {

// Back from probabilities (n, groups), bounded where they have rounded to 0 or 1: one logit a row for two groups,
// else one a group.
std::vector<float> logits_of(std::span<const float> probabilities, int groups);

struct Calibration {
  std::optional<double> ece, brier;   // of the one group's probability against whether the label is of it
  std::optional<double> temperature;  // of all groups; absent where none fits better than another
  bool temperature_at_bound = false;  // there is no best one, only this end of the scale
};
// `labels` (n) are groups; ECE and Brier are of `group`.
Calibration calibration_of(std::span<const int> labels, std::span<const float> probabilities, int groups, int group);

}  // namespace app
