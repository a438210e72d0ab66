#include "app/table/metric_rows.h"

#include <algorithm>

#include "app/table/predictions.h"
#include "ml/metrics/ranking.h"
#include "ml/metrics/resampling.h"

namespace app {
namespace {

constexpr std::size_t kMostWork = 400'000'000;  // counted images over all draws and groups: a second or two
constexpr int kFewestDraws = 200;

// The values of the table in every draw: kMetrics of all groups, then of each group.
class DrawnRows {
 public:
  explicit DrawnRows(std::size_t rows) : values_(rows * kMetrics) {}

  std::span<ml::DrawnValues> values() { return values_; }
  void add(std::size_t row, const MetricValues& drawn) {
    for (std::size_t i = 0; i < kMetrics; ++i) values_[row * kMetrics + i].add(drawn[static_cast<Metric>(i)]);
  }
  MetricIntervals intervals(std::size_t row, const ml::BootstrapOptions& options, bool& settled) {
    MetricIntervals result;
    for (std::size_t i = 0; i < kMetrics; ++i) {
      const auto bounds = values_[row * kMetrics + i].interval(0, options);
      if (!bounds) continue;
      result[i] = Interval{bounds->low, bounds->high};
      settled = settled && bounds->settled;
    }
    return result;
  }

 private:
  std::vector<ml::DrawnValues> values_;
};

// What is the same in every draw: the cell of each counted place, and the places by the score of each group.
struct Drawing {
  Drawing(const Judge& judge, double threshold, std::span<const int> lesions, const ml::BootstrapOptions& options)
      : rows(judged_rows(judge)), groups(judge.scores().groups), group_draws(lesions, rows.labels.size(), options) {
    for (std::size_t i = 0; i < rows.labels.size(); ++i)
      predicted.push_back(judge.scores().decided(rows.places[i], threshold));
    for (int group = groups == 2 ? 1 : 0; group < groups; ++group) sort_by(group);
  }

  void sort_by(int group) {
    std::vector<int> labels;
    std::vector<float> scores;
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
      labels.push_back(rows.labels[i] == group ? 1 : 0);
      scores.push_back(rows.ranking[i * static_cast<std::size_t>(groups) + static_cast<std::size_t>(group)]);
    }
    sorted.emplace_back(labels, scores, group_draws);
  }

  ml::ConfusionMatrix matrix() const {
    ml::ConfusionMatrix drawn(groups);
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
      const std::uint32_t times = group_draws.times_drawn()[group_draws.group_of(i)];
      if (times > 0) drawn.add(rows.labels[i], predicted[i], times);
    }
    return drawn;
  }

  std::vector<std::optional<double>> areas() {
    std::vector<std::optional<double>> result;
    for (const ml::SortedSamples& samples : sorted) {
      samples.weigh(group_draws.times_drawn(), ranked);
      result.push_back(ml::roc_auc(ranked));
    }
    return result;
  }

  JudgedRows rows;
  int groups;
  ml::GroupDraws group_draws;
  std::vector<int> predicted;
  std::vector<ml::SortedSamples> sorted;
  ml::RankedScores ranked;
};

}  // namespace

ml::ConfusionMatrix one_against_rest(const ml::ConfusionMatrix& matrix, int group) {
  ml::ConfusionMatrix two(2);
  const std::int64_t hits = matrix.at(group, group), positives = matrix.row_total(group),
                     called = matrix.column_total(group);
  two.add(1, 1, hits);
  two.add(1, 0, positives - hits);
  two.add(0, 1, called - hits);
  two.add(0, 0, matrix.total() - positives - called + hits);
  return two;
}

std::int64_t metric_basis(const ml::ConfusionMatrix& matrix, Metric metric, int group) {
  if (group == kAllGroups && matrix.classes() == 2) group = 1;
  if (group == kAllGroups) return matrix.total();
  switch (metric) {
    case Metric::Recall: return matrix.row_total(group);
    case Metric::Specificity: return matrix.total() - matrix.row_total(group);
    case Metric::Precision: return matrix.column_total(group);
    default: return matrix.total();
  }
}

IntervalTable metric_intervals(const Judge& judge, double threshold, std::span<const int> lesions) {
  IntervalTable table;
  const auto groups = static_cast<std::size_t>(judge.scores().groups);
  const std::size_t each = static_cast<std::size_t>(judge.n()) * (groups + 1);
  if (each == 0 || groups < 2) return table;
  const ml::BootstrapOptions options{
      .draws = static_cast<int>(std::clamp(kMostWork / each, static_cast<std::size_t>(kFewestDraws),
                                           static_cast<std::size_t>(ml::BootstrapOptions{}.draws)))};
  Drawing drawing(judge, threshold, lesions, options);
  const std::size_t against_rest = groups == 2 ? 0 : groups;
  DrawnRows drawn(1 + against_rest);
  table.draws = ml::draw_until_settled(drawing.group_draws, drawn.values(), options, [&] {
    const ml::ConfusionMatrix matrix = drawing.matrix();
    const auto areas = drawing.areas();
    drawn.add(0, metrics_of(matrix, mean_of(areas)));
    for (std::size_t group = 0; group < against_rest; ++group)
      drawn.add(1 + group, metrics_of(one_against_rest(matrix, static_cast<int>(group)), areas[group]));
  });
  table.settled = true;
  table.all = drawn.intervals(0, options, table.settled);
  for (std::size_t group = 0; group < against_rest; ++group)
    table.by_group.push_back(drawn.intervals(1 + group, options, table.settled));
  return table;
}

}  // namespace app
