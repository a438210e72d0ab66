#include "app/table/rank_curves.h"

#include <algorithm>
#include <cmath>

#include "ml/metrics/ranking.h"

namespace app {
namespace {

constexpr int kMeanSteps = 200;

// Every point that lies at least a step farther along the curve than the last one kept, and both ends.
template <typename Point, typename Place>
std::vector<CurvePoint> thinned(const std::vector<Point>& curve, std::size_t points, const Place& place) {
  const double step = points == 0 ? 0 : 2.0 / static_cast<double>(points);
  std::vector<CurvePoint> kept;
  double x = 0, y = 0;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const auto [at_x, at_y] = place(curve[i]);
    const bool end = i == 0 || i + 1 == curve.size();
    if (!end && std::abs(at_x - x) + std::abs(at_y - y) < step) continue;
    x = at_x;
    y = at_y;
    kept.push_back({static_cast<float>(x), static_cast<float>(y), static_cast<float>(curve[i].threshold)});
  }
  return kept;
}

struct GroupInput {
  std::vector<int> labels;
  std::vector<float> scores;
};

GroupInput against_the_rest(const JudgedRows& rows, std::size_t group, std::size_t groups) {
  GroupInput input;
  input.labels.reserve(rows.labels.size());
  input.scores.reserve(rows.labels.size());
  for (std::size_t i = 0; i < rows.labels.size(); ++i) {
    input.labels.push_back(rows.labels[i] == static_cast<int>(group) ? 1 : 0);
    input.scores.push_back(rows.ranking[i * groups + group]);
  }
  return input;
}

GroupCurves curves_of(const GroupInput& input, int group, std::size_t points) {
  GroupCurves curves{.group = group};
  curves.positives = std::ranges::count(input.labels, 1);
  curves.negatives = static_cast<std::int64_t>(input.labels.size()) - curves.positives;
  if (curves.positives == 0 || curves.negatives == 0) return curves;
  curves.auc = ml::roc_auc(input.labels, input.scores);
  curves.average_precision = ml::average_precision(input.labels, input.scores);
  curves.roc = thinned(ml::roc_curve(input.labels, input.scores), points,
                       [](const ml::RocPoint& p) { return std::pair(p.fpr, p.tpr); });
  curves.pr = thinned(ml::precision_recall_curve(input.labels, input.scores), points,
                      [](const ml::PrPoint& p) { return std::pair(p.recall, p.precision); });
  return curves;
}

// The highest value at x of a curve that rises from (0, 0) to (1, 1), linear between its points.
float value_at(const std::vector<CurvePoint>& curve, float x) {
  const auto beyond = std::ranges::upper_bound(curve, x, {}, &CurvePoint::x);
  if (beyond == curve.end()) return curve.back().y;
  if (beyond == curve.begin()) return curve.front().y;
  const CurvePoint& before = *(beyond - 1);
  return before.y + (beyond->y - before.y) * (x - before.x) / (beyond->x - before.x);
}

GroupCurves mean_curves(const std::vector<GroupCurves>& groups) {
  GroupCurves mean;
  std::vector<double> sum(kMeanSteps + 1, 0.0);
  int defined = 0;
  double auc = 0, precision = 0;
  for (const GroupCurves& group : groups) {
    mean.positives += group.positives;
    if (!group.auc) continue;
    ++defined;
    auc += *group.auc;
    precision += group.average_precision.value_or(0);
    for (int i = 0; i <= kMeanSteps; ++i)
      sum[static_cast<std::size_t>(i)] += static_cast<double>(value_at(group.roc, static_cast<float>(i) / kMeanSteps));
  }
  if (defined == 0) return mean;
  mean.auc = auc / defined;
  mean.average_precision = precision / defined;
  mean.roc.push_back({0, 0, 2});
  for (int i = 0; i <= kMeanSteps; ++i)
    mean.roc.push_back({static_cast<float>(i) / kMeanSteps,
                        static_cast<float>(sum[static_cast<std::size_t>(i)] / defined),
                        2});  // of no threshold: each group has its own
  return mean;
}

}  // namespace

RankCurves rank_curves(const Judge& judge, std::size_t points) {
  const JudgedRows rows = judged_rows(judge);
  const auto groups = static_cast<std::size_t>(judge.scores().groups);
  RankCurves curves;
  for (std::size_t group = groups == 2 ? 1 : 0; group < groups; ++group)
    curves.groups.push_back(curves_of(against_the_rest(rows, group, groups), static_cast<int>(group), points));
  if (groups != 2) curves.mean = mean_curves(curves.groups);
  return curves;
}

}  // namespace app
