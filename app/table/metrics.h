// The one table of metrics: what each is called, how it is defined, how it is computed. Command line, JSON,
// CSV log, database and pages are made from it, so one more metric is one more row.
//
//   for (const MetricInfo& metric : metric_table()) print(metric.title, evaluation.metrics[metric.id]);
//
// Immutable; any thread. The arithmetic is ml/metrics'.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace ml {
class ConfusionMatrix;
}

namespace app {

enum class Metric { Accuracy, Auc, Precision, Recall, Specificity, F1, BalancedAccuracy };
inline constexpr std::size_t kMetrics = 7;

struct MetricInfo {
  Metric id;
  std::string_view key;         // in JSON and CSV: "balanced_accuracy"
  std::string_view title;       // for people: "balanced accuracy"
  std::string_view definition;  // "TP / (TP + FN); ..."
};

// In the order of Metric.
std::span<const MetricInfo, kMetrics> metric_table();

// Of two groups the recall of the positives has the name of the clinic, as beside specificity everywhere: sensitivity.
std::string_view title_of(Metric metric, std::size_t groups);

// One value a metric; absent where it is not defined (a denominator of 0, one class only).
class MetricValues {
 public:
  std::optional<double>& operator[](Metric metric) { return values_[static_cast<std::size_t>(metric)]; }
  const std::optional<double>& operator[](Metric metric) const { return values_[static_cast<std::size_t>(metric)]; }
  bool operator==(const MetricValues&) const = default;

 private:
  std::array<std::optional<double>, kMetrics> values_;
};

// Everything a matrix says; the AUC, which needs the scores, is passed through. With more than two groups
// precision, recall, specificity and F1 are means over the groups.
MetricValues metrics_of(const ml::ConfusionMatrix& matrix, std::optional<double> auc);
std::optional<double> mean_of(const std::vector<std::optional<double>>& values);  // of those that there are

}  // namespace app
