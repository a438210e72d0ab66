// What every threshold would do, and what the chosen one can be trusted for.
//
// Use: `for (const SweepRow& row : threshold_sweep(labels, scores)) show(row.threshold, row.metrics.recall);`
//      `auto point = operating_point(labels, scores, {.criterion = ThresholdCriterion::F1});`
//      `auto intervals = bootstrap_operating_point(labels, scores, lesion_numbers, rule, {.draws = 1000});`
// A score at or above a threshold is called positive. All throw on bad input as roc_auc does.
// Threads: any thread; pure functions.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ml/metrics/confusion.h"
#include "ml/metrics/resampling.h"
#include "ml/metrics/threshold.h"

namespace ml {

// first, first + step, ... up to and with last.
struct SweepRange {
  double first = 0.05;
  double last = 0.95;
  double step = 0.01;
};

struct SweepRow {
  double threshold = 0;
  BinaryMetrics metrics;
};

// Thresholds rising. Throws on a range that is not finite, runs backwards, has a step below one millionth
// or more than 100,000 thresholds. An empty set gives rows of absent metrics.
std::vector<SweepRow> threshold_sweep(std::span<const int> labels, std::span<const float> scores,
                                      const SweepRange& range = {});

struct OperatingPoint {
  double threshold = 0.5;
  double value = 0;  // of the rule's criterion
  BinaryMetrics metrics;
};

// Absent where best_threshold is.
std::optional<OperatingPoint> operating_point(std::span<const int> labels, std::span<const float> scores,
                                              const ThresholdRule& rule);

struct OperatingPointIntervals {
  OperatingPoint point;
  // How much the choice itself depends on the sample: chosen again in every draw.
  std::optional<BootstrapInterval> threshold;
  // With point.threshold held fixed, as it would be in use. They do not know that the threshold was
  // chosen on the same images, and are hopeful by as much.
  std::optional<BootstrapInterval> accuracy;
  std::optional<BootstrapInterval> precision;
  std::optional<BootstrapInterval> recall;
  std::optional<BootstrapInterval> specificity;
  std::optional<BootstrapInterval> f1;
};

// Draws as bootstrap_auc does; a draw in which a value is undefined is left out of that value's interval
// only. Absent where operating_point is; a metric that is absent there has no interval.
std::optional<OperatingPointIntervals> bootstrap_operating_point(std::span<const int> labels,
                                                                 std::span<const float> scores,
                                                                 std::span<const int> groups, const ThresholdRule& rule,
                                                                 const BootstrapOptions& options = {});

}  // namespace ml
