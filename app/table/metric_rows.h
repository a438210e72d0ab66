// The metrics of a confusion matrix as rows of a table: over all groups, and of each group against the rest; how many
// images each is a share of, and how far it can be trusted: 95 % by drawing lesions (or patients) with replacement.
//
//   metrics_of(one_against_rest(matrix, 2), curves.groups[2].auc);
//   const IntervalTable intervals = metric_intervals(judge, 0.5, lesions);   // takes long: for a worker
//
// Any thread; pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/core/interval.h"
#include "app/table/judge.h"
#include "app/table/metrics.h"

namespace app {

inline constexpr int kAllGroups = -1;

// The group against all others, as a matrix of two.
ml::ConfusionMatrix one_against_rest(const ml::ConfusionMatrix& matrix, int group);

// How many images the metric is a share of: recall of the positives, precision of those called positive, else all.
// `group`: the positive one; kAllGroups of more than two groups: all images.
std::int64_t metric_basis(const ml::ConfusionMatrix& matrix, Metric metric, int group);

using MetricIntervals = std::array<std::optional<Interval>, kMetrics>;

struct IntervalTable {
  MetricIntervals all;
  std::vector<MetricIntervals> by_group;  // against the rest; empty with two groups
  int draws = 0;                          // 0: there are no intervals
  bool settled = false;                   // the ends of all of them stand still
};
// As many draws as a window can wait for, until the ends stand still.
// `lesions`: one number per counted place, equal for photographs of one lesion, in the order of judged_rows.
IntervalTable metric_intervals(const Judge& judge, double threshold, std::span<const int> lesions);

}  // namespace app
