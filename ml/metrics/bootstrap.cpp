#include "ml/metrics/bootstrap.h"

#include <numeric>
#include <utility>
#include <vector>

#include "ml/metrics/ranking.h"

namespace ml {

std::optional<BootstrapInterval> bootstrap_auc(std::span<const int> labels, std::span<const float> scores,
                                               std::span<const int> groups, const BootstrapOptions& options) {
  const std::optional<double> estimate = roc_auc(labels, scores);
  GroupDraws draws(groups, labels.size(), options);
  if (!estimate) return std::nullopt;
  const SortedSamples samples(labels, scores, draws);
  RankedScores ranked;
  std::vector<double> values;
  while (draws.next()) {
    samples.weigh(draws.times_drawn(), ranked);
    if (const std::optional<double> auc = roc_auc(ranked)) values.push_back(*auc);
  }
  return percentile_interval(*estimate, std::move(values), options.level);
}

std::optional<BootstrapInterval> bootstrap_auc_change(std::span<const int> labels, std::span<const float> before,
                                                      std::span<const float> after, std::span<const int> groups,
                                                      const BootstrapOptions& options) {
  const std::optional<double> auc_before = roc_auc(labels, before);
  const std::optional<double> auc_after = roc_auc(labels, after);
  GroupDraws draws(groups, labels.size(), options);
  if (!auc_before || !auc_after) return std::nullopt;
  const SortedSamples samples_before(labels, before, draws);
  const SortedSamples samples_after(labels, after, draws);
  RankedScores ranked;
  std::vector<double> values;
  while (draws.next()) {
    samples_before.weigh(draws.times_drawn(), ranked);
    const std::optional<double> old_auc = roc_auc(ranked);
    samples_after.weigh(draws.times_drawn(), ranked);
    const std::optional<double> new_auc = roc_auc(ranked);
    if (old_auc && new_auc) values.push_back(*new_auc - *old_auc);
  }
  return percentile_interval(*auc_after - *auc_before, std::move(values), options.level);
}

std::optional<BootstrapInterval> bootstrap_statistic(std::span<const int> groups, const RowStatistic& statistic,
                                                     const BootstrapOptions& options) {
  GroupDraws draws(groups, groups.size(), options);
  std::vector<std::size_t> rows(groups.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const std::optional<double> estimate = statistic(rows);
  if (!estimate) return std::nullopt;
  std::vector<double> values;
  while (draws.next()) {
    rows.clear();
    for (std::size_t row = 0; row < groups.size(); ++row)
      rows.insert(rows.end(), draws.times_drawn()[draws.group_of(row)], row);
    if (const std::optional<double> value = statistic(rows)) values.push_back(*value);
  }
  return percentile_interval(*estimate, std::move(values), options.level);
}

}  // namespace ml
