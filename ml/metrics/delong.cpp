#include "ml/metrics/delong.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "ml/metrics/ranking_input.h"

namespace ml {

namespace {

constexpr double kNormal975 = 1.959963984540054;  // the 97.5 % point of the standard normal distribution

// Ranks from 1, the mean rank where values are equal; in the order of `values`.
std::vector<double> midranks(std::span<const float> values) {
  const std::vector<std::uint32_t> falling = falling_order(values);
  std::vector<double> ranks(values.size());
  const auto n = static_cast<double>(values.size());
  for (std::size_t first = 0; first < falling.size();) {
    std::size_t end = first + 1;
    while (end < falling.size() && values[falling[end]] == values[falling[first]]) ++end;
    const double rank = n - static_cast<double>(first + end - 1) / 2;
    for (std::size_t i = first; i < end; ++i) ranks[falling[i]] = rank;
    first = end;
  }
  return ranks;
}

// What each image adds to an AUC: of a positive the share of negatives below it, of a negative the share of
// positives above it.
struct Placements {
  std::vector<double> positives, negatives;
  double auc = 0;
};

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

Placements placements_of(std::span<const int> labels, std::span<const float> scores) {
  std::vector<float> of_class[2];
  for (std::size_t i = 0; i < labels.size(); ++i) of_class[labels[i] == 1 ? 1 : 0].push_back(scores[i]);
  const std::vector<double> all = midranks(scores);
  const std::vector<double> among_negatives = midranks(of_class[0]), among_positives = midranks(of_class[1]);
  const auto negatives = static_cast<double>(of_class[0].size()), positives = static_cast<double>(of_class[1].size());
  Placements placements;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == 1)
      placements.positives.push_back((all[i] - among_positives[placements.positives.size()]) / negatives);
    else
      placements.negatives.push_back(1 - (all[i] - among_negatives[placements.negatives.size()]) / positives);
  }
  placements.auc = mean(placements.positives);
  return placements;
}

double covariance(const std::vector<double>& a, const std::vector<double>& b) {
  const double mean_a = mean(a), mean_b = mean(b);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return sum / static_cast<double>(a.size() - 1);
}

double covariance(const Placements& a, const Placements& b) {
  return covariance(a.positives, b.positives) / static_cast<double>(a.positives.size()) +
         covariance(a.negatives, b.negatives) / static_cast<double>(a.negatives.size());
}

// Of the placements' differences, so that rounding cannot make it negative.
double variance_of_difference(const Placements& a, const Placements& b) {
  const auto minus = [](std::vector<double> left, const std::vector<double>& right) {
    for (std::size_t i = 0; i < left.size(); ++i) left[i] -= right[i];
    return left;
  };
  const Placements difference{minus(a.positives, b.positives), minus(a.negatives, b.negatives)};
  return covariance(difference, difference);
}

void add_significance(DelongTest& test) {
  const double error = std::sqrt(test.variance);
  test.low = test.difference - kNormal975 * error;
  test.high = test.difference + kNormal975 * error;
  if (error > 0)
    test.z = test.difference / error;
  else if (test.difference == 0)
    test.z = 0;
  if (test.z) test.p = std::erfc(std::abs(*test.z) / std::numbers::sqrt2);
}

}  // namespace

std::optional<DelongTest> delong_paired(std::span<const int> labels, std::span<const float> a,
                                        std::span<const float> b) {
  require_binary_input(labels, a);
  require_binary_input(labels, b);
  DelongTest test;
  test.positives = std::count(labels.begin(), labels.end(), 1);
  test.negatives = static_cast<std::int64_t>(labels.size()) - test.positives;
  if (test.positives < 2 || test.negatives < 2) return std::nullopt;
  const Placements of_a = placements_of(labels, a), of_b = placements_of(labels, b);
  test.auc_a = of_a.auc;
  test.auc_b = of_b.auc;
  test.variance_a = covariance(of_a, of_a);
  test.variance_b = covariance(of_b, of_b);
  test.covariance = covariance(of_a, of_b);
  test.difference = test.auc_a - test.auc_b;
  test.variance = variance_of_difference(of_a, of_b);
  add_significance(test);
  return test;
}

}  // namespace ml
