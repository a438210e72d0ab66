#include "app/table/evaluation.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "ml/metrics/bootstrap.h"

namespace app {
namespace {

Judge judge_of(const Scored& scored) {
  std::vector<Row> rows(scored.labels.size());
  std::iota(rows.begin(), rows.end(), 0U);
  return {make_score_set(static_cast<int>(scored.groups.size()), std::move(rows), scored.probabilities,
                         scored.before_calibration),
          {scored.labels.begin(), scored.labels.end()}};
}

void add_interval(Evaluation& result, const Judge& judge, const Scored& scored) {
  if (!result.metrics[Metric::Auc]) return;
  const std::size_t groups = std::set<int>(scored.lesions.begin(), scored.lesions.end()).size();
  result.drawn = {drawn_unit(scored.known, scored.lesions.size(), groups), static_cast<std::int64_t>(groups)};
  const auto bounds = auc_interval(judge, scored.lesions);
  if (!bounds) return;
  result.auc_low = bounds->low;
  result.auc_high = bounds->high;
  result.drawn.draws = bounds->draws_used;
  result.drawn.settled = bounds->settled;
}

}  // namespace

std::optional<ml::BootstrapInterval> auc_interval(const Judge& judge, std::span<const int> lesions, int most_draws) {
  const JudgedRows rows = judged_rows(judge);
  const int groups = judge.scores().groups;
  if (groups == 2) return ml::bootstrap_auc(rows.labels, rows.scores, lesions, {.draws = most_draws});
  const int draws = std::min(most_draws, live_draws(rows.labels.size() * static_cast<std::size_t>(groups)));
  return ml::bootstrap_mean_auc(rows.labels, rows.ranking, groups, lesions, {.draws = draws});
}

std::optional<ml::BootstrapInterval> auc_interval(const Scored& scored) {
  return auc_interval(judge_of(scored), scored.lesions);
}

std::string undefined_of_one_group(std::size_t groups) {
  return std::string("what takes both sides (AUC, ") + (groups == 2 ? "balanced accuracy" : "specificity") +
         ") is not defined";
}

std::vector<int> predicted_groups(const Scored& scored, double threshold) {
  std::vector<int> predicted;
  const std::size_t groups = scored.groups.size();
  for (std::size_t i = 0; i < scored.labels.size(); ++i)
    predicted.push_back(decide_group(std::span(scored.ranking()).subspan(i * groups, groups), threshold));
  return predicted;
}

Evaluation evaluate(const Scored& scored, const Provenance& from, const EvaluateOptions& options) {
  const Judge judge = judge_of(scored);
  const bool two_groups = scored.groups.size() == 2;
  Evaluation result;
  result.from = from;
  result.n = static_cast<int>(judge.n());
  result.threshold = options.threshold;
  result.groups = scored.groups;
  const ml::ConfusionMatrix matrix = judge.confusion(options.threshold);
  result.confusion.assign(matrix.counts().begin(), matrix.counts().end());
  result.metrics = metrics_of(matrix, two_groups ? judge.auc() : judge.one_vs_rest_auc());
  result.roc = judge.roc();
  if (options.interval) add_interval(result, judge, scored);
  return result;
}

}  // namespace app
