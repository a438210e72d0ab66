#include "ml/metrics/cross_fitted_decisions.h"

#include <cstddef>
#include <stdexcept>
#include <string>

#include "ml/metrics/folds.h"

namespace ml {

std::optional<CrossFittedDecisions> cross_fitted_decisions(std::span<const int> labels, std::span<const float> scores,
                                                           std::span<const int> groups, const ChooseThreshold& choose) {
  if (labels.size() != scores.size())
    throw std::runtime_error("Cannot choose thresholds by folds: " + std::to_string(labels.size()) + " labels but " +
                             std::to_string(scores.size()) + " scores.");
  const std::vector<int> fold = fold_of_samples(labels, groups);
  CrossFittedDecisions crossed;
  crossed.predicted.resize(labels.size());
  for (int left_out = 0; left_out < kCrossFitFolds; ++left_out) {
    std::vector<int> rest;
    std::vector<float> scores_of_rest;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (fold[i] == left_out) continue;
      rest.push_back(labels[i]);
      scores_of_rest.push_back(scores[i]);
    }
    const std::optional<double> threshold = choose(rest, scores_of_rest);
    if (!threshold) return std::nullopt;
    crossed.thresholds.push_back(*threshold);
    for (std::size_t i = 0; i < labels.size(); ++i)
      if (fold[i] == left_out) crossed.predicted[i] = static_cast<double>(scores[i]) >= *threshold ? 1 : 0;
  }
  const std::vector<float> as_scores(crossed.predicted.begin(), crossed.predicted.end());
  crossed.metrics = binary_metrics_at(labels, as_scores, 0.5);
  return crossed;
}

}  // namespace ml
