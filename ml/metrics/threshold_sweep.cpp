#include "ml/metrics/threshold_sweep.h"

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>

#include "ml/metrics/ranking_input.h"

namespace ml {

namespace {

constexpr double kLeastStep = 1e-6;
constexpr double kMostRows = 100'000;

std::size_t rows_of(const SweepRange& range) {
  // Half a millionth of a step covers what first, last and step lost to rounding.
  const double steps = std::floor((range.last - range.first) / range.step + 5e-7);
  if (!(range.step >= kLeastStep && range.last >= range.first && steps < kMostRows)) {
    throw std::runtime_error("Cannot sweep thresholds from " + std::to_string(range.first) + " to " +
                             std::to_string(range.last) + " by " + std::to_string(range.step) + ".");
  }
  return static_cast<std::size_t>(steps) + 1;
}

// The nearest double of the decimal number, so that a score of exactly 0.5 meets a threshold of exactly 0.5.
double threshold_at(const SweepRange& range, std::size_t row) {
  constexpr double kGrid = 1e9;
  return std::round((range.first + static_cast<double>(row) * range.step) * kGrid) / kGrid;
}

struct NamedInterval {
  std::optional<double> BinaryMetrics::*metric;
  std::optional<BootstrapInterval> OperatingPointIntervals::*interval;
};

constexpr std::array kIntervals{
    NamedInterval{&BinaryMetrics::accuracy, &OperatingPointIntervals::accuracy},
    NamedInterval{&BinaryMetrics::precision, &OperatingPointIntervals::precision},
    NamedInterval{&BinaryMetrics::recall, &OperatingPointIntervals::recall},
    NamedInterval{&BinaryMetrics::specificity, &OperatingPointIntervals::specificity},
    NamedInterval{&BinaryMetrics::f1, &OperatingPointIntervals::f1},
};

}  // namespace

std::vector<SweepRow> threshold_sweep(std::span<const int> labels, std::span<const float> scores,
                                      const SweepRange& range) {
  const RankedScores ranked = rank_scores(labels, scores);
  std::vector<SweepRow> rows(rows_of(range));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double threshold = threshold_at(range, i);
    rows[i] = {threshold, binary_metrics_at(ranked, threshold)};
  }
  return rows;
}

std::optional<OperatingPoint> operating_point(std::span<const int> labels, std::span<const float> scores,
                                              const ThresholdRule& rule) {
  const RankedScores ranked = rank_scores(labels, scores);
  const std::optional<BestThreshold> best = best_threshold(ranked, rule);
  if (!best) return std::nullopt;
  return OperatingPoint{best->threshold, best->value, binary_metrics_at(ranked, best->threshold)};
}

std::optional<OperatingPointIntervals> bootstrap_operating_point(std::span<const int> labels,
                                                                 std::span<const float> scores,
                                                                 std::span<const int> groups, const ThresholdRule& rule,
                                                                 const BootstrapOptions& options) {
  const std::optional<OperatingPoint> point = operating_point(labels, scores, rule);
  GroupDraws draws(groups, labels.size(), options);
  if (!point) return std::nullopt;
  const SortedSamples samples(labels, scores, draws);
  RankedScores ranked;
  std::array<DrawnValues, kIntervals.size() + 1> values;  // the chosen threshold comes last
  draw_until_settled(draws, values, options, [&] {
    samples.weigh(draws.times_drawn(), ranked);
    if (const auto best = best_threshold(ranked, rule)) values.back().add(best->threshold);
    const BinaryMetrics metrics = binary_metrics_at(ranked, point->threshold);
    for (std::size_t k = 0; k < kIntervals.size(); ++k) values[k].add(metrics.*kIntervals[k].metric);
  });
  OperatingPointIntervals intervals{*point, {}, {}, {}, {}, {}, {}};
  intervals.threshold = values.back().interval(point->threshold, options);
  for (std::size_t k = 0; k < kIntervals.size(); ++k)
    if (const std::optional<double> estimate = point->metrics.*kIntervals[k].metric)
      intervals.*kIntervals[k].interval = values[k].interval(*estimate, options);
  return intervals;
}

}  // namespace ml
