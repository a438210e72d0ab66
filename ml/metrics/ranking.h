// How well scores order the positives before the negatives, whatever the threshold: ROC, AUC,
// precision-recall, and the two partial areas that the ISIC challenges report.
//
// Use: `std::optional<double> auc = roc_auc(labels, scores);`
// Labels are 0 or 1; only the order of the scores matters. Equal scores form one point. Without a
// positive or without a negative the areas are absent and the curves are empty.
// All throw when the lengths differ, a label is neither 0 nor 1, or a score is NaN, naming the index.
// Threads: any thread; pure functions.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace ml {

struct RankedScores;  // ranking_input.h

struct RocPoint {
  double threshold = 0;  // scores at or above are called positive; infinity at the first point
  double fpr = 0;
  double tpr = 0;
};

// From (0, 0) to (1, 1), one point per distinct score, thresholds falling.
std::vector<RocPoint> roc_curve(std::span<const int> labels, std::span<const float> scores);

// The probability that a positive scores above a negative, a tie counting one half.
std::optional<double> roc_auc(std::span<const int> labels, std::span<const float> scores);
std::optional<double> roc_auc(const RankedScores& ranked);

struct PrPoint {
  double threshold = 0;
  double recall = 0;
  double precision = 0;
};

// One point per distinct score, thresholds falling, recall rising.
std::vector<PrPoint> precision_recall_curve(std::span<const int> labels, std::span<const float> scores);

// Sum of (recall step) * precision, no interpolation (scikit-learn's average_precision_score).
std::optional<double> average_precision(std::span<const int> labels, std::span<const float> scores);

// ISIC 2018's "auc_sens_80": the area under the ROC curve over the stretch where the sensitivity is at
// least 0.8, down to the axis. Perfect 1.0, chance 0.18.
std::optional<double> isic_auc_sens_80(std::span<const int> labels, std::span<const float> scores);

// ISIC 2024's "pAUC above 80 % TPR": the same stretch, but only the area above the line TPR = 0.8.
// Perfect 0.20, chance 0.02.
std::optional<double> isic2024_pauc_80(std::span<const int> labels, std::span<const float> scores);

}  // namespace ml
