// The arithmetic behind fitted_calibration.h: slope and biases of the least negative log likelihood of
// softmax(slope * log p + bias), in which it is convex, by Newton's method.
//
// Use: fit_calibration(); this is called from there only.
// Threads: any thread; a pure function.
#pragma once

#include <span>
#include <vector>

namespace ml {

constexpr double kLeastSlope = 0.01;
constexpr double kMostSlope = 100;

struct BiasFit {
  double slope = 1;                      // one over the temperature
  std::vector<double> bias;              // one a class, their sum 0; 0 where a class is not present
  bool at_bound = false;                 // the slope would lie beyond its bounds
  double nll_before = 0, nll_after = 0;  // mean, in nats
};

// `logs` are (n, classes). `prior_weight` / 2 times the squared distance of slope and biases from 1 and 0 is added to
// the sum of the loss. The biases of the classes that are present sum to 0.
BiasFit fit_bias(std::span<const double> logs, std::span<const int> labels, const std::vector<bool>& present,
                 double prior_weight);

}  // namespace ml
