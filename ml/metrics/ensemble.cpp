#include "ml/metrics/ensemble.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <string>

#include "ml/metrics/row_input.h"

namespace ml {

namespace {

template <class Number>
double entropy(std::span<const Number> probabilities) {
  double sum = 0;
  for (const double p : probabilities) sum -= p > 0 ? p * std::log(p) : 0;
  return sum;
}

std::string place(std::size_t member, std::size_t row) {
  return "member " + std::to_string(member) + ", row " + std::to_string(row);
}

void require_distribution(std::span<const float> row, std::size_t member, std::size_t index) {
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (row[c] >= 0 && row[c] <= 1) continue;
    throw std::runtime_error("Cannot summarise predictions: the probability " + std::to_string(row[c]) + " of class " +
                             std::to_string(c) + " in " + place(member, index) + " is outside 0..1.");
  }
  constexpr double kSlack = 1e-3;
  const double sum = std::accumulate(row.begin(), row.end(), 0.0);
  if (std::abs(sum - 1) <= kSlack) return;
  throw std::runtime_error("Cannot summarise predictions: the probabilities of " + place(member, index) +
                           " add up to " + std::to_string(sum) + ".");
}

std::size_t rows_per_member(std::size_t values, int members, int classes, int positive_class) {
  if (members < 1 || classes < 2 || positive_class < 0 || positive_class >= classes) {
    throw std::runtime_error("Cannot summarise " + std::to_string(members) + " members with positive class " +
                             std::to_string(positive_class) + " of " + std::to_string(classes) + " classes.");
  }
  const std::size_t rows = rows_of(values, classes, "probabilities");
  if (rows % static_cast<std::size_t>(members) != 0) {
    throw std::runtime_error("Cannot summarise predictions: " + std::to_string(rows) + " rows do not divide among " +
                             std::to_string(members) + " members.");
  }
  return rows / static_cast<std::size_t>(members);
}

// In two passes: the deviation of equal values is then exactly 0.
double deviation(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / n);
}

}  // namespace

EnsembleSummary summarise_members(std::span<const float> probabilities, int members, int classes, int positive_class) {
  const std::size_t n = rows_per_member(probabilities.size(), members, classes, positive_class);
  const auto columns = static_cast<std::size_t>(classes);
  EnsembleSummary summary;
  std::vector<double> said(static_cast<std::size_t>(members));  // of one class
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> mean(columns);
    double expected = 0;
    for (std::size_t member = 0; member < said.size(); ++member) {
      const std::span<const float> row = row_at(probabilities, member * n + i, classes);
      require_distribution(row, member, i);
      for (std::size_t c = 0; c < columns; ++c) mean[c] += row[c] / static_cast<double>(members);
      expected += entropy(row) / static_cast<double>(members);
    }
    const double predictive = entropy(std::span<const double>(mean));
    summary.mean.insert(summary.mean.end(), mean.begin(), mean.end());
    summary.predictive_entropy.push_back(predictive);
    summary.expected_entropy.push_back(expected);
    // Never negative but for rounding, when the members agree.
    summary.mutual_information.push_back(std::max(0.0, predictive - expected));
    for (std::size_t c = 0; c < columns; ++c) {
      for (std::size_t member = 0; member < said.size(); ++member)
        said[member] = row_at(probabilities, member * n + i, classes)[c];
      summary.deviation.push_back(deviation(said));
    }
    summary.positive_deviation.push_back(summary.deviation[i * columns + static_cast<std::size_t>(positive_class)]);
  }
  return summary;
}

}  // namespace ml
