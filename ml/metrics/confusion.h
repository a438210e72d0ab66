// Counts of true class against predicted class, and what two classes' counts say.
//
// Use: `ConfusionMatrix matrix = confusion_matrix(labels, predicted, 7);`
//      `BinaryMetrics metrics = binary_metrics_at(labels, scores, 0.5);`
// A metric whose denominator is 0 (precision when nothing was called positive, recall when there are
// no positives) is absent, never 0: the caller shows a dash.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ml {

struct RankedScores;  // ranking_input.h

class ConfusionMatrix {
 public:
  explicit ConfusionMatrix(int classes);

  int classes() const { return classes_; }
  std::int64_t at(int true_class, int predicted_class) const;
  void add(int true_class, int predicted_class, std::int64_t count = 1);
  std::int64_t total() const;
  std::int64_t row_total(int true_class) const;
  std::int64_t column_total(int predicted_class) const;
  // Rows of true class by columns of predicted class, row after row.
  std::span<const std::int64_t> counts() const { return counts_; }

 private:
  std::size_t index(int true_class, int predicted_class) const;
  int classes_;
  std::vector<std::int64_t> counts_;
};

// Of as many counts as counts() gives, in their order.
template <typename Counts>
ConfusionMatrix matrix_of(const Counts& counts, std::size_t classes) {
  const int size = static_cast<int>(classes);
  ConfusionMatrix matrix(size);
  for (int row = 0; row < size; ++row)
    for (int column = 0; column < size; ++column)
      matrix.add(row, column, counts[static_cast<std::size_t>(row * size + column)]);
  return matrix;
}

// Throws when the lengths differ or a class lies outside 0 .. classes - 1, naming its index.
ConfusionMatrix confusion_matrix(std::span<const int> labels, std::span<const int> predicted, int classes);

struct BinaryMetrics {
  std::int64_t true_positives = 0;
  std::int64_t false_positives = 0;
  std::int64_t true_negatives = 0;
  std::int64_t false_negatives = 0;

  std::optional<double> accuracy;           // (TP + TN) / n
  std::optional<double> precision;          // TP / (TP + FP); the positive predictive value
  std::optional<double> recall;             // TP / (TP + FN); the sensitivity
  std::optional<double> specificity;        // TN / (TN + FP)
  std::optional<double> f1;                 // 2 TP / (2 TP + FP + FN)
  std::optional<double> npv;                // TN / (TN + FN); the negative predictive value
  std::optional<double> balanced_accuracy;  // (recall + specificity) / 2
  std::optional<double> kappa;              // Cohen's

  std::optional<double> ppv() const { return precision; }
  std::optional<double> youden() const;  // recall + specificity - 1
};

BinaryMetrics binary_metrics(std::int64_t true_positives, std::int64_t false_positives, std::int64_t true_negatives,
                             std::int64_t false_negatives);

// A score at or above the threshold is called positive. Labels are 0 or 1. Throws on a NaN score, naming
// its index.
BinaryMetrics binary_metrics_at(std::span<const int> labels, std::span<const float> scores, double threshold);
BinaryMetrics binary_metrics_at(const RankedScores& ranked, double threshold);

}  // namespace ml
