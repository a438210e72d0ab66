// What a threshold is worth on images that did not choose it: for each fold (folds.h) it is chosen on the others.
//
// Use: `auto crossed = cross_fitted_decisions(labels, scores, groups, [](auto labels, auto scores) {
//         const auto best = best_threshold(labels, scores, ThresholdCriterion::F1);
//         return best ? std::optional(best->threshold) : std::nullopt; });`
// Throws as fold_of_samples does, and where there is not one score per label.
// Threads: any thread; a pure function as far as `choose` is one.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "ml/metrics/confusion.h"

namespace ml {

using ChooseThreshold =
    std::function<std::optional<double>(std::span<const int> labels, std::span<const float> scores)>;

struct CrossFittedDecisions {
  std::vector<int> predicted;      // 0 or 1 per sample
  std::vector<double> thresholds;  // one a fold
  BinaryMetrics metrics;           // of all samples together
};

// Absent where nothing can be chosen on some fold's rest.
std::optional<CrossFittedDecisions> cross_fitted_decisions(std::span<const int> labels, std::span<const float> scores,
                                                           std::span<const int> groups, const ChooseThreshold& choose);

}  // namespace ml
