#include "ml/metrics/ranking_input.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

namespace ml {

void require_binary_input(std::span<const int> labels, std::span<const float> scores) {
  if (labels.size() != scores.size()) {
    throw std::runtime_error("Cannot compute a metric: " + std::to_string(labels.size()) + " labels and " +
                             std::to_string(scores.size()) + " scores.");
  }
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] != 0 && labels[i] != 1) {
      throw std::runtime_error("Cannot compute a metric: label " + std::to_string(labels[i]) + " at index " +
                               std::to_string(i) + " is neither 0 nor 1.");
    }
    if (std::isnan(scores[i])) {
      throw std::runtime_error("Cannot compute a metric: the score at index " + std::to_string(i) +
                               " is not a number. The training has probably diverged; lower the learning rate.");
    }
  }
}

void require_probabilities(std::span<const int> labels, std::span<const float> probabilities) {
  require_binary_input(labels, probabilities);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    if (probabilities[i] >= 0 && probabilities[i] <= 1) continue;
    throw std::runtime_error("Cannot compute a metric: the probability " + std::to_string(probabilities[i]) +
                             " at index " + std::to_string(i) + " is outside 0..1.");
  }
}

std::vector<std::uint32_t> falling_order(std::span<const float> scores) {
  std::vector<std::uint32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&scores](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
  return order;
}

RankedScores rank_scores(std::span<const int> labels, std::span<const float> scores) {
  require_binary_input(labels, scores);
  RankedScores ranked;
  for (const std::uint32_t i : falling_order(scores)) {
    if (ranked.groups.empty() || ranked.groups.back().score != scores[i]) ranked.groups.push_back({scores[i], 0, 0});
    TieGroup& group = ranked.groups.back();
    ++(labels[i] == 1 ? group.positives : group.negatives);
    ++(labels[i] == 1 ? ranked.positives : ranked.negatives);
  }
  return ranked;
}

}  // namespace ml
