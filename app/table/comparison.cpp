#include "app/table/comparison.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <unordered_set>

#include "app/table/drawn_over.h"
#include "ml/metrics/confusion.h"

namespace app {
namespace {

std::vector<float> of_last_group(const std::vector<float>& probabilities) {
  std::vector<float> scores;
  for (std::size_t i = 1; i < probabilities.size(); i += 2) scores.push_back(probabilities[i]);
  return scores;
}

Scored scored_of(const PairedRows& rows, const std::vector<float>& probabilities) {
  return {.labels = rows.labels,
          .probabilities = probabilities,
          .lesions = rows.lesions,
          .groups = rows.groups,
          .known = rows.known};
}

std::optional<ml::PairedInterval> auc_interval(const PairedRows& rows, const std::vector<int>& clusters) {
  const ml::PairedOptions options{.most_draws = live_draws(rows.labels.size())};
  if (rows.groups.size() == 2)
    return ml::paired_bootstrap_auc(rows.labels, of_last_group(rows.a), of_last_group(rows.b), clusters, options);
  return ml::paired_bootstrap_macro_auc(rows.labels, rows.a, rows.b, static_cast<int>(rows.groups.size()), clusters,
                                        options);
}

// Of every metric that follows from a matrix, in the order of the table.
std::vector<std::optional<ml::PairedInterval>> matrix_intervals(const Comparison& comparison, int groups,
                                                                const std::vector<int>& clusters) {
  const auto statistics = [&](const std::vector<int>& predicted) {
    return [&](std::span<const std::size_t> rows, std::span<std::optional<double>> values) {
      ml::ConfusionMatrix matrix(groups);
      for (const std::size_t row : rows) matrix.add(comparison.labels[row], predicted[row]);
      const MetricValues metrics = metrics_of(matrix, std::nullopt);
      for (std::size_t m = 0; m < kMetrics; ++m) values[m] = metrics[static_cast<Metric>(m)];
    };
  };
  return ml::paired_bootstraps(clusters, kMetrics, statistics(comparison.predicted_a),
                               statistics(comparison.predicted_b),
                               {.most_draws = live_draws(comparison.labels.size())});
}

std::vector<int> each_its_own(std::size_t n) {
  std::vector<int> numbers(n);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

void add_metrics(Comparison& comparison, const PairedRows& rows) {
  const std::vector<int> single = each_its_own(rows.labels.size());
  const auto groups = static_cast<int>(rows.groups.size());
  auto clustered = matrix_intervals(comparison, groups, rows.lesions);
  auto alone = matrix_intervals(comparison, groups, single);
  const auto auc = static_cast<std::size_t>(Metric::Auc);
  clustered[auc] = auc_interval(rows, rows.lesions);
  alone[auc] = auc_interval(rows, single);
  for (std::size_t m = 0; m < kMetrics; ++m) {
    const auto metric = static_cast<Metric>(m);
    MetricDifference difference{metric, comparison.a.metrics[metric], comparison.b.metrics[metric], clustered[m],
                                alone[m]};
    if (difference.a || difference.b) comparison.metrics.push_back(std::move(difference));
  }
  std::ranges::stable_partition(comparison.metrics, [](const auto& one) { return one.metric == Metric::Auc; });
}

DrawnOver drawn_of(const Comparison& comparison, const PairedRows& rows) {
  const std::size_t groups = std::unordered_set<int>(rows.lesions.begin(), rows.lesions.end()).size();
  DrawnOver drawn{drawn_unit(rows.known, rows.labels.size(), groups), static_cast<std::int64_t>(groups), 0, groups > 1};
  for (const MetricDifference& one : comparison.metrics) {
    if (!one.clustered) continue;
    drawn.draws = std::max(drawn.draws, one.clustered->difference.draws_used);
    drawn.settled = drawn.settled && one.clustered->settled;
  }
  return drawn;
}

std::string three(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", std::abs(value) < 0.0005 ? 0.0 : value);
  return text;
}

}  // namespace

Comparison compare(const PairedRows& rows, const ComparedSide& a, const ComparedSide& b) {
  Comparison comparison;
  const Scored of_a = scored_of(rows, rows.a), of_b = scored_of(rows, rows.b);
  comparison.a = evaluate(of_a, a.from, {.threshold = a.threshold});
  comparison.b = evaluate(of_b, b.from, {.threshold = b.threshold});
  comparison.labels = rows.labels;
  comparison.predicted_a = predicted_groups(of_a, a.threshold);
  comparison.predicted_b = predicted_groups(of_b, b.threshold);
  if (rows.groups.size() == 2)
    comparison.delong = ml::delong_paired(rows.labels, of_last_group(rows.a), of_last_group(rows.b));
  add_metrics(comparison, rows);
  comparison.drawn = drawn_of(comparison, rows);
  return comparison;
}

std::vector<std::size_t> rows_of_cell(const Comparison& comparison, CellOf of, int true_group, int predicted_group) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < comparison.labels.size(); ++row) {
    if (comparison.labels[row] != true_group) continue;
    const bool in_a = comparison.predicted_a[row] == predicted_group;
    const bool in_b = comparison.predicted_b[row] == predicted_group;
    const bool counts = of == CellOf::A ? in_a : of == CellOf::B ? in_b : in_a != in_b;
    if (counts) rows.push_back(row);
  }
  return rows;
}

std::vector<std::size_t> rows_of_flip(const Comparison& comparison, Flip flip) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < comparison.labels.size(); ++row) {
    const int a = comparison.predicted_a[row], b = comparison.predicted_b[row], label = comparison.labels[row];
    if (a == b) continue;
    const Flip is = a == label ? Flip::OnlyARight : b == label ? Flip::OnlyBRight : Flip::BothWrong;
    if (is == flip) rows.push_back(row);
  }
  return rows;
}

std::string difference_text(const MetricDifference& difference, const DrawnOver& drawn) {
  const std::string title(metric_table()[static_cast<std::size_t>(difference.metric)].title);
  if (!difference.a || !difference.b)
    return title + ": not defined for " + (difference.a ? "B" : difference.b ? "A" : "both");
  const double by = *difference.a - *difference.b;
  const std::string said =
      title + " " + three(*difference.a) + " and " + three(*difference.b) + ": " +
      (three(by) == "0.000" ? "no difference" : "A is " + three(std::abs(by)) + (by < 0 ? " below B" : " above B"));
  if (!difference.clustered) {
    const std::string why = is_one_group(drawn) ? text_of(drawn) : "not estimated";
    return said + " (95 % " + why + "): " + noise_words(difference);
  }
  const auto& interval = difference.clustered->difference;
  return said + " (95 % " + three(interval.low) + " to " + three(interval.high) + " over " + counted_unit(drawn) +
         "): " + noise_words(difference);
}

std::string noise_words(const MetricDifference& difference) {
  if (!difference.clustered) return "whether it is noise cannot be told";
  return difference.clustered->within_noise() ? "within noise" : "more than noise";
}

}  // namespace app
