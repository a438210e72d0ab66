#include "ml/metrics/multiclass.h"

#include <cmath>
#include <stdexcept>
#include <string>

#include "ml/metrics/ranking.h"
#include "ml/metrics/ratio.h"
#include "ml/metrics/row_input.h"

namespace ml {

namespace {

std::optional<double> mean_of_present(const std::vector<std::optional<double>>& values) {
  double sum = 0;
  int count = 0;
  for (const auto& value : values) {
    sum += value.value_or(0);
    count += value ? 1 : 0;
  }
  return ratio(sum, count);
}

// In counts rather than shares, so that "all agreement is by chance" is an exact zero.
std::optional<double> cohens_kappa(const ConfusionMatrix& matrix) {
  const auto n = static_cast<double>(matrix.total());
  double agreed = 0;
  double by_chance = 0;
  for (int c = 0; c < matrix.classes(); ++c) {
    agreed += static_cast<double>(matrix.at(c, c));
    by_chance += static_cast<double>(matrix.row_total(c)) * static_cast<double>(matrix.column_total(c));
  }
  return ratio(n * agreed - by_chance, n * n - by_chance);
}

}  // namespace

MulticlassMetrics multiclass_metrics(const ConfusionMatrix& matrix) {
  MulticlassMetrics metrics;
  const auto n = static_cast<double>(matrix.total());
  double correct = 0;
  std::vector<std::optional<double>> precision_or_0;  // of the classes that occur or are predicted
  for (int c = 0; c < matrix.classes(); ++c) {
    const auto hits = static_cast<double>(matrix.at(c, c));
    const auto occurs = static_cast<double>(matrix.row_total(c));
    const auto predicted = static_cast<double>(matrix.column_total(c));
    metrics.precision.push_back(ratio(hits, predicted));
    metrics.recall.push_back(ratio(hits, occurs));
    metrics.f1.push_back(ratio(2 * hits, occurs + predicted));
    if (occurs + predicted > 0) precision_or_0.emplace_back(metrics.precision.back().value_or(0));
    correct += hits;
  }
  metrics.accuracy = ratio(correct, n);
  metrics.balanced_accuracy = mean_of_present(metrics.recall);
  metrics.macro_precision = mean_of_present(precision_or_0);
  metrics.macro_f1 = mean_of_present(metrics.f1);
  metrics.kappa = cohens_kappa(matrix);
  return metrics;
}

std::vector<int> most_probable(std::span<const float> probabilities, int classes) {
  const std::size_t rows = rows_of(probabilities.size(), classes, "probabilities");
  std::vector<int> best(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::span<const float> values = row_at(probabilities, row, classes);
    for (int c = 0; c < classes; ++c) {
      const float value = values[static_cast<std::size_t>(c)];
      if (std::isnan(value)) {
        throw std::runtime_error("Cannot choose a class: the probability of class " + std::to_string(c) + " in row " +
                                 std::to_string(row) + " is not a number.");
      }
      if (value > values[static_cast<std::size_t>(best[row])]) best[row] = c;
    }
  }
  return best;
}

OneVsRestAuc one_vs_rest_auc(std::span<const int> labels, std::span<const float> probabilities, int classes) {
  require_row_labels(labels, rows_of(probabilities.size(), classes, "probabilities"), classes);
  OneVsRestAuc result;
  std::vector<int> one(labels.size());
  std::vector<float> scores(labels.size());
  for (int c = 0; c < classes; ++c) {
    for (std::size_t i = 0; i < labels.size(); ++i) {
      one[i] = labels[i] == c ? 1 : 0;
      scores[i] = probabilities[i * static_cast<std::size_t>(classes) + static_cast<std::size_t>(c)];
    }
    result.per_class.push_back(roc_auc(one, scores));
  }
  result.macro = mean_of_present(result.per_class);
  return result;
}

}  // namespace ml
