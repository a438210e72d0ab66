// The threshold that is best by a stated criterion, over all distinct scores.
//
// Use: `best_threshold(labels, scores, ThresholdCriterion::Youden)`
//      `best_threshold(labels, scores, {.criterion = ThresholdCriterion::RecallFloor, .recall_floor = 0.95})`
// A score at or above the threshold is called positive. Of equally good thresholds the highest wins; at a
// recall floor the lowest, which has the higher recall.
// The threshold lies half way between the two neighbouring scores, so that rounding cannot turn a
// decision; calling nothing positive is never chosen while a positive exists, except by the cost, where
// that may be strictly cheaper than every other choice.
// Throws on bad input as roc_auc does, and on a recall floor or a cost out of range.
// Threads: any thread; pure functions.
#pragma once

#include <optional>
#include <span>

namespace ml {

struct RankedScores;  // ranking_input.h

enum class ThresholdCriterion {
  F1,
  Accuracy,
  Youden,       // recall + specificity - 1; needs both classes
  RecallFloor,  // the highest specificity with a recall of at least recall_floor; needs both classes
  Cost,         // the lowest expected cost per image; a false alarm costs 1, a miss miss_cost
};

struct ThresholdRule {
  ThresholdCriterion criterion = ThresholdCriterion::Youden;
  double recall_floor = 0.9;  // above 0, at most 1
  double miss_cost = 1;       // above 0
};

struct BestThreshold {
  double threshold = 0.5;
  double value = 0;  // of the criterion: the F1, the accuracy, Youden's index, the specificity, the cost
};

// Absent when the criterion is undefined: an empty set, no positives (F1), one class only (Youden, recall
// floor).
std::optional<BestThreshold> best_threshold(std::span<const int> labels, std::span<const float> scores,
                                            const ThresholdRule& rule);
std::optional<BestThreshold> best_threshold(std::span<const int> labels, std::span<const float> scores,
                                            ThresholdCriterion criterion);
std::optional<BestThreshold> best_threshold(const RankedScores& ranked, const ThresholdRule& rule);

}  // namespace ml
