#include "ml/metrics/ranking.h"

#include <limits>

#include "ml/metrics/ranking_input.h"

namespace ml {

namespace {

constexpr double kIsicSensitivity = 0.8;

double ratio(std::int64_t part, std::int64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

std::vector<RocPoint> roc_points(const RankedScores& ranked) {
  std::vector<RocPoint> points{{std::numeric_limits<double>::infinity(), 0, 0}};
  std::int64_t true_positives = 0;
  std::int64_t false_positives = 0;
  for (const TieGroup& group : ranked.groups) {
    true_positives += group.positives;
    false_positives += group.negatives;
    points.push_back({group.score, ratio(false_positives, ranked.negatives), ratio(true_positives, ranked.positives)});
  }
  return points;
}

// The stretch of the ROC curve at and above a sensitivity.
struct UpperStretch {
  double area = 0;       // down to the axis
  double begin_fpr = 0;  // where the stretch begins
};

UpperStretch upper_stretch(const std::vector<RocPoint>& points, double sensitivity) {
  std::size_t first = 1;
  while (points[first].tpr < sensitivity) ++first;
  const RocPoint& below = points[first - 1];
  const RocPoint& above = points[first];
  const double along = (sensitivity - below.tpr) / (above.tpr - below.tpr);
  UpperStretch stretch;
  stretch.begin_fpr = below.fpr + along * (above.fpr - below.fpr);
  RocPoint from{0, stretch.begin_fpr, sensitivity};
  for (std::size_t i = first; i < points.size(); ++i) {
    stretch.area += (points[i].fpr - from.fpr) * (points[i].tpr + from.tpr) / 2;
    from = points[i];
  }
  return stretch;
}

}  // namespace

std::vector<RocPoint> roc_curve(std::span<const int> labels, std::span<const float> scores) {
  const RankedScores ranked = rank_scores(labels, scores);
  if (!ranked.has_both_classes()) return {};
  return roc_points(ranked);
}

std::optional<double> roc_auc(std::span<const int> labels, std::span<const float> scores) {
  return roc_auc(rank_scores(labels, scores));
}

std::optional<double> roc_auc(const RankedScores& ranked) {
  if (!ranked.has_both_classes()) return std::nullopt;
  // In halves, so that ties stay whole numbers and the sum is exact.
  std::int64_t half_wins = 0;
  std::int64_t positives_above = 0;
  for (const TieGroup& group : ranked.groups) {
    half_wins += group.negatives * (2 * positives_above + group.positives);
    positives_above += group.positives;
  }
  return static_cast<double>(half_wins) /
         (2.0 * static_cast<double>(ranked.positives) * static_cast<double>(ranked.negatives));
}

std::vector<PrPoint> precision_recall_curve(std::span<const int> labels, std::span<const float> scores) {
  const RankedScores ranked = rank_scores(labels, scores);
  if (!ranked.has_both_classes()) return {};
  std::vector<PrPoint> points;
  std::int64_t true_positives = 0;
  std::int64_t called = 0;
  for (const TieGroup& group : ranked.groups) {
    true_positives += group.positives;
    called += group.positives + group.negatives;
    points.push_back({group.score, ratio(true_positives, ranked.positives), ratio(true_positives, called)});
  }
  return points;
}

std::optional<double> average_precision(std::span<const int> labels, std::span<const float> scores) {
  const std::vector<PrPoint> points = precision_recall_curve(labels, scores);
  if (points.empty()) return std::nullopt;
  double sum = 0;
  double recall = 0;
  for (const PrPoint& point : points) {
    sum += (point.recall - recall) * point.precision;
    recall = point.recall;
  }
  return sum;
}

std::optional<double> isic_auc_sens_80(std::span<const int> labels, std::span<const float> scores) {
  const std::vector<RocPoint> points = roc_curve(labels, scores);
  if (points.empty()) return std::nullopt;
  return upper_stretch(points, kIsicSensitivity).area;
}

std::optional<double> isic2024_pauc_80(std::span<const int> labels, std::span<const float> scores) {
  const std::vector<RocPoint> points = roc_curve(labels, scores);
  if (points.empty()) return std::nullopt;
  const UpperStretch stretch = upper_stretch(points, kIsicSensitivity);
  return stretch.area - kIsicSensitivity * (1 - stretch.begin_fpr);
}

}  // namespace ml
