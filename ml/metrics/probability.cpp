#include "ml/metrics/probability.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ml/metrics/ranking_input.h"

namespace ml {

std::optional<double> log_loss(std::span<const int> labels, std::span<const float> probabilities) {
  require_probabilities(labels, probabilities);
  if (labels.empty()) return std::nullopt;
  constexpr double kLeast = std::numeric_limits<float>::epsilon();
  double sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double positive = std::clamp<double>(probabilities[i], kLeast, 1 - kLeast);
    sum -= std::log(labels[i] == 1 ? positive : 1 - positive);
  }
  return sum / static_cast<double>(labels.size());
}

std::optional<double> brier_score(std::span<const int> labels, std::span<const float> probabilities) {
  require_probabilities(labels, probabilities);
  if (labels.empty()) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double distance = static_cast<double>(probabilities[i]) - labels[i];
    sum += distance * distance;
  }
  return sum / static_cast<double>(labels.size());
}

}  // namespace ml
