#include "ml/metrics/threshold.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "ml/metrics/confusion.h"
#include "ml/metrics/ranking_input.h"

namespace ml {

namespace {

void require_valid(const ThresholdRule& rule) {
  if (!(rule.recall_floor > 0 && rule.recall_floor <= 1)) {
    throw std::runtime_error("Cannot choose a threshold: the recall floor " + std::to_string(rule.recall_floor) +
                             " is not above 0 and at most 1.");
  }
  if (!(rule.miss_cost > 0 && std::isfinite(rule.miss_cost))) {
    throw std::runtime_error("Cannot choose a threshold: the cost of a miss " + std::to_string(rule.miss_cost) +
                             " is not above 0 and finite.");
  }
}

std::optional<double> expected_cost(const BinaryMetrics& metrics, double miss_cost) {
  const std::int64_t n =
      metrics.true_positives + metrics.false_positives + metrics.true_negatives + metrics.false_negatives;
  if (n == 0) return std::nullopt;
  const auto misses = static_cast<double>(metrics.false_negatives);
  const auto false_alarms = static_cast<double>(metrics.false_positives);
  return (miss_cost * misses + false_alarms) / static_cast<double>(n);
}

// Absent also where the rule forbids the threshold.
std::optional<double> value_of(const BinaryMetrics& metrics, const ThresholdRule& rule) {
  switch (rule.criterion) {
    case ThresholdCriterion::F1: return metrics.recall ? metrics.f1 : std::nullopt;
    case ThresholdCriterion::Accuracy: return metrics.accuracy;
    case ThresholdCriterion::Youden: return metrics.youden();
    case ThresholdCriterion::RecallFloor:
      return metrics.recall && *metrics.recall >= rule.recall_floor ? metrics.specificity : std::nullopt;
    case ThresholdCriterion::Cost: return expected_cost(metrics, rule.miss_cost);
  }
  return std::nullopt;
}

bool is_better(double value, double than, ThresholdCriterion criterion) {
  if (criterion == ThresholdCriterion::Cost) return value < than;
  // The thresholds come falling: as specific as the one before means more recall for nothing.
  if (criterion == ThresholdCriterion::RecallFloor) return value >= than;
  return value > than;
}

// Between the lowest score that is called positive and the next one; the lowest of all stands itself.
double threshold_below(const RankedScores& ranked, std::size_t group) {
  const double score = ranked.groups[group].score;
  if (group + 1 == ranked.groups.size()) return score;
  const double middle = (score + ranked.groups[group + 1].score) / 2;
  return std::isfinite(middle) ? middle : score;
}

bool may_call_nothing_positive(const RankedScores& ranked, ThresholdCriterion criterion) {
  return criterion == ThresholdCriterion::Cost || (criterion == ThresholdCriterion::Accuracy && ranked.positives == 0);
}

}  // namespace

std::optional<BestThreshold> best_threshold(const RankedScores& ranked, const ThresholdRule& rule) {
  require_valid(rule);
  std::optional<BestThreshold> best;
  const auto consider = [&](double threshold, const BinaryMetrics& metrics) {
    const std::optional<double> value = value_of(metrics, rule);
    if (value && (!best || is_better(*value, best->value, rule.criterion))) best = BestThreshold{threshold, *value};
  };
  std::int64_t true_positives = 0;
  std::int64_t false_positives = 0;
  for (std::size_t i = 0; i < ranked.groups.size(); ++i) {
    true_positives += ranked.groups[i].positives;
    false_positives += ranked.groups[i].negatives;
    consider(threshold_below(ranked, i),
             binary_metrics(true_positives, false_positives, ranked.negatives - false_positives,
                            ranked.positives - true_positives));
  }
  if (!ranked.groups.empty() && may_call_nothing_positive(ranked, rule.criterion)) {
    const double above_all = std::nextafter(ranked.groups.front().score, std::numeric_limits<double>::infinity());
    consider(above_all, binary_metrics(0, 0, ranked.negatives, ranked.positives));
  }
  return best;
}

std::optional<BestThreshold> best_threshold(std::span<const int> labels, std::span<const float> scores,
                                            const ThresholdRule& rule) {
  return best_threshold(rank_scores(labels, scores), rule);
}

std::optional<BestThreshold> best_threshold(std::span<const int> labels, std::span<const float> scores,
                                            ThresholdCriterion criterion) {
  return best_threshold(labels, scores, ThresholdRule{.criterion = criterion});
}

}  // namespace ml
