#include "app/table/metrics.h"

#include <cstdint>
#include <vector>

#include "ml/metrics/confusion.h"
#include "ml/metrics/multiclass.h"

namespace app {
namespace {

constexpr std::array<MetricInfo, kMetrics> kTable = {{
    {Metric::Accuracy, "accuracy", "accuracy", "(TP + TN) / n"},
    {Metric::Auc, "auc", "AUC",
     "Area under the ROC curve: how often a positive scores above a negative. More than two groups: mean of one "
     "against the rest."},
    {Metric::Precision, "precision", "precision",
     "TP / (TP + FP); positive predictive value. More than two groups: mean over the groups, 0 for one that occurs and "
     "is never called."},
    {Metric::Recall, "recall", "recall",
     "TP / (TP + FN), of two groups the sensitivity (recall). More than two groups: mean over the groups."},
    {Metric::Specificity, "specificity", "specificity",
     "TN / (TN + FP). More than two groups: mean over the groups, each against the rest."},
    {Metric::F1, "f1", "F1", "2 TP / (2 TP + FP + FN). More than two groups: mean over the groups."},
    {Metric::BalancedAccuracy, "balanced_accuracy", "balanced accuracy", "Mean recall over the groups."},
}};

void add_binary(MetricValues& values, const ml::ConfusionMatrix& matrix) {
  const ml::BinaryMetrics metrics =
      ml::binary_metrics(matrix.at(1, 1), matrix.at(0, 1), matrix.at(0, 0), matrix.at(1, 0));
  values[Metric::Accuracy] = metrics.accuracy;
  values[Metric::Precision] = metrics.precision;
  values[Metric::Recall] = metrics.recall;
  values[Metric::Specificity] = metrics.specificity;
  values[Metric::F1] = metrics.f1;
  values[Metric::BalancedAccuracy] = metrics.balanced_accuracy;
}

// Of each group against the rest; absent where nothing is of the rest.
std::optional<double> mean_specificity(const ml::ConfusionMatrix& matrix) {
  std::vector<std::optional<double>> values;
  for (int group = 0; group < matrix.classes(); ++group) {
    const std::int64_t positives = matrix.row_total(group), negatives = matrix.total() - positives;
    const std::int64_t false_positives = matrix.column_total(group) - matrix.at(group, group);
    if (positives > 0 && negatives > 0)
      values.push_back(static_cast<double>(negatives - false_positives) / static_cast<double>(negatives));
  }
  return mean_of(values);
}

void add_multiclass(MetricValues& values, const ml::ConfusionMatrix& matrix) {
  const ml::MulticlassMetrics metrics = ml::multiclass_metrics(matrix);
  values[Metric::Accuracy] = metrics.accuracy;
  values[Metric::Precision] = metrics.macro_precision;
  values[Metric::Recall] = metrics.balanced_accuracy;
  values[Metric::Specificity] = mean_specificity(matrix);
  values[Metric::F1] = metrics.macro_f1;
  values[Metric::BalancedAccuracy] = metrics.balanced_accuracy;
}

}  // namespace

std::optional<double> mean_of(const std::vector<std::optional<double>>& values) {
  double sum = 0;
  int defined = 0;
  for (const auto& value : values) {
    if (!value) continue;
    sum += *value;
    ++defined;
  }
  if (defined == 0) return std::nullopt;
  return sum / defined;
}

std::span<const MetricInfo, kMetrics> metric_table() { return kTable; }

std::string_view title_of(Metric metric, std::size_t groups) {
  return metric == Metric::Recall && groups == 2 ? "sensitivity" : kTable[static_cast<std::size_t>(metric)].title;
}

MetricValues metrics_of(const ml::ConfusionMatrix& matrix, std::optional<double> auc) {
  MetricValues values;
  values[Metric::Auc] = auc;
  matrix.classes() == 2 ? add_binary(values, matrix) : add_multiclass(values, matrix);
  return values;
}

}  // namespace app
