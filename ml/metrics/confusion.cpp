#include "ml/metrics/confusion.h"

#include <numeric>
#include <stdexcept>
#include <string>

#include "ml/metrics/ranking_input.h"
#include "ml/metrics/ratio.h"

namespace ml {

namespace {

void require_class(const char* what, int value, std::size_t at, int classes) {
  if (value >= 0 && value < classes) return;
  throw std::runtime_error(std::string("Cannot count a confusion matrix: the ") + what + " class " +
                           std::to_string(value) + " at index " + std::to_string(at) + " is outside 0.." +
                           std::to_string(classes - 1) + ".");
}

}  // namespace

ConfusionMatrix::ConfusionMatrix(int classes) : classes_(classes) {
  if (classes < 1) throw std::runtime_error("A confusion matrix needs at least one class.");
  counts_.resize(static_cast<std::size_t>(classes) * static_cast<std::size_t>(classes));
}

std::size_t ConfusionMatrix::index(int true_class, int predicted_class) const {
  require_class("true", true_class, 0, classes_);
  require_class("predicted", predicted_class, 0, classes_);
  return static_cast<std::size_t>(true_class) * static_cast<std::size_t>(classes_) +
         static_cast<std::size_t>(predicted_class);
}

std::int64_t ConfusionMatrix::at(int true_class, int predicted_class) const {
  return counts_[index(true_class, predicted_class)];
}

void ConfusionMatrix::add(int true_class, int predicted_class, std::int64_t count) {
  counts_[index(true_class, predicted_class)] += count;
}

std::int64_t ConfusionMatrix::total() const { return std::accumulate(counts_.begin(), counts_.end(), std::int64_t{0}); }

std::int64_t ConfusionMatrix::row_total(int true_class) const {
  std::int64_t sum = 0;
  for (int predicted = 0; predicted < classes_; ++predicted) sum += at(true_class, predicted);
  return sum;
}

std::int64_t ConfusionMatrix::column_total(int predicted_class) const {
  std::int64_t sum = 0;
  for (int truth = 0; truth < classes_; ++truth) sum += at(truth, predicted_class);
  return sum;
}

ConfusionMatrix confusion_matrix(std::span<const int> labels, std::span<const int> predicted, int classes) {
  if (labels.size() != predicted.size()) {
    throw std::runtime_error("Cannot count a confusion matrix: " + std::to_string(labels.size()) + " labels and " +
                             std::to_string(predicted.size()) + " predictions.");
  }
  ConfusionMatrix matrix(classes);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    require_class("true", labels[i], i, classes);
    require_class("predicted", predicted[i], i, classes);
    matrix.add(labels[i], predicted[i]);
  }
  return matrix;
}

std::optional<double> BinaryMetrics::youden() const {
  if (!recall || !specificity) return std::nullopt;
  return *recall + *specificity - 1;
}

BinaryMetrics binary_metrics(std::int64_t true_positives, std::int64_t false_positives, std::int64_t true_negatives,
                             std::int64_t false_negatives) {
  const auto tp = static_cast<double>(true_positives);
  const auto fp = static_cast<double>(false_positives);
  const auto tn = static_cast<double>(true_negatives);
  const auto fn = static_cast<double>(false_negatives);
  const double n = tp + fp + tn + fn;
  BinaryMetrics metrics{
      true_positives, false_positives, true_negatives, false_negatives, {}, {}, {}, {}, {}, {}, {}, {}};
  metrics.accuracy = ratio(tp + tn, n);
  metrics.precision = ratio(tp, tp + fp);
  metrics.recall = ratio(tp, tp + fn);
  metrics.specificity = ratio(tn, tn + fp);
  metrics.f1 = ratio(2 * tp, 2 * tp + fp + fn);
  metrics.npv = ratio(tn, tn + fn);
  if (metrics.recall && metrics.specificity) metrics.balanced_accuracy = (*metrics.recall + *metrics.specificity) / 2;
  metrics.kappa = ratio(2 * (tp * tn - fn * fp), (tp + fp) * (fp + tn) + (tp + fn) * (fn + tn));
  return metrics;
}

BinaryMetrics binary_metrics_at(std::span<const int> labels, std::span<const float> scores, double threshold) {
  require_binary_input(labels, scores);
  ConfusionMatrix matrix(2);
  for (std::size_t i = 0; i < labels.size(); ++i) matrix.add(labels[i], scores[i] >= threshold ? 1 : 0);
  return binary_metrics(matrix.at(1, 1), matrix.at(0, 1), matrix.at(0, 0), matrix.at(1, 0));
}

BinaryMetrics binary_metrics_at(const RankedScores& ranked, double threshold) {
  std::int64_t true_positives = 0;
  std::int64_t false_positives = 0;
  for (const TieGroup& group : ranked.groups) {
    if (group.score < threshold) break;
    true_positives += group.positives;
    false_positives += group.negatives;
  }
  return binary_metrics(true_positives, false_positives, ranked.negatives - false_positives,
                        ranked.positives - true_positives);
}

}  // namespace ml
