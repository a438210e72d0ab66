// Temperature scaling (Guo et al. 2017): one number that divides all logits, so that a model which is too
// sure, or not sure enough, says what it means. It moves no AUC and no most probable class.
//
// Use: `if (auto fit = fit_temperature(logits, classes, labels)) logit /= fit->temperature;`
// Fit it on images that neither trained nor judge the model. Two classes have one logit per row, that of
// class 1; more classes have one logit per class.
// Throws when the lengths differ, a label is out of range or a logit is not finite, naming the index.
// Threads: any thread; a pure function.
#pragma once

#include <optional>
#include <span>

namespace ml {

constexpr double kLeastTemperature = 0.01;
constexpr double kMostTemperature = 100;

struct TemperatureFit {
  double temperature = 1;
  double nll_before = 0;  // mean negative log likelihood at temperature 1, in nats
  double nll_after = 0;   // at the fitted temperature
  bool at_bound = false;  // there is no minimum within the bounds; the temperature is the better one of them
};

// The temperature with the least mean negative log likelihood. At a bound when every row is right (the
// colder the better, without end) or the rows are no better than chance (the hotter the better).
// Absent for an empty set, when only one class occurs, and when no row has logits that differ (for two
// classes: all are 0), where every temperature is as good.
std::optional<TemperatureFit> fit_temperature(std::span<const float> logits, int classes, std::span<const int> labels);

}  // namespace ml
