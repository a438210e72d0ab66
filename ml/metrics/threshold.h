// The threshold that is best by a stated criterion, over all distinct scores.
//
// A score at or above the threshold is called positive. Of equally good thresholds the highest wins.
// The threshold lies half way between the two neighbouring scores, so that rounding cannot turn a
// decision; calling nothing positive is never chosen while a positive exists.
// Threads: any thread; pure functions.
#pragma once

#include <optional>
#include <span>

namespace ml {

enum class ThresholdCriterion {
    kF1,
    kAccuracy,
    kYouden,  // recall + specificity - 1; needs both classes
};

struct BestThreshold {
    double threshold = 0.5;
    double value = 0;  // of the criterion
};

// Absent when the criterion is undefined: an empty set, no positives (F1), one class only (Youden).
// Throws on bad input as roc_auc does.
std::optional<BestThreshold> best_threshold(std::span<const int> labels, std::span<const float> scores,
                                            ThresholdCriterion criterion);

}  // namespace ml
