#include "app/table/calibration.h"

#include <algorithm>
#include <cmath>

#include "ml/metrics/calibration.h"
#include "ml/metrics/probability.h"
#include "ml/metrics/temperature.h"

namespace app {

std::vector<float> logits_of(std::span<const float> probabilities, int groups) {
  constexpr float kLeast = 1e-7F;
  std::vector<float> logits;
  logits.reserve(groups == 2 ? probabilities.size() / 2 : probabilities.size());
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const float p = std::clamp(probabilities[i], kLeast, 1 - kLeast);
    if (groups != 2)
      logits.push_back(std::log(p));
    else if (i % 2 == 1)
      logits.push_back(std::log(p) - std::log1p(-p));
  }
  return logits;
}

Calibration calibration_of(std::span<const int> labels, std::span<const float> probabilities, int groups, int group) {
  std::vector<int> is_group(labels.size());
  std::vector<float> scores(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    is_group[i] = labels[i] == group ? 1 : 0;
    // The mean of several views may have rounded beyond 1.
    scores[i] = std::min(1.0F, probabilities[i * static_cast<std::size_t>(groups) + static_cast<std::size_t>(group)]);
  }
  Calibration calibration;
  calibration.ece = ml::reliability_diagram(is_group, scores).ece;
  calibration.brier = ml::brier_score(is_group, scores);
  if (const auto fit = ml::fit_temperature(logits_of(probabilities, groups), groups, labels)) {
    calibration.temperature = fit->temperature;
    calibration.temperature_at_bound = fit->at_bound;
  }
  return calibration;
}

}  // namespace app
