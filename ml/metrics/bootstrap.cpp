#include "ml/metrics/bootstrap.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "ml/metrics/drawn_auc.h"
#include "ml/metrics/multiclass.h"
#include "ml/metrics/ranking.h"

namespace ml {

std::optional<BootstrapInterval> bootstrap_auc(std::span<const int> labels, std::span<const float> scores,
                                               std::span<const int> groups, const BootstrapOptions& options) {
  const std::optional<double> estimate = roc_auc(labels, scores);
  GroupDraws draws(groups, labels.size(), options);
  if (!estimate) return std::nullopt;
  const SortedSamples samples(labels, scores, draws);
  RankedScores ranked;
  std::array<DrawnValues, 1> values;
  draw_until_settled(draws, values, options, [&] {
    samples.weigh(draws.times_drawn(), ranked);
    values[0].add(roc_auc(ranked));
  });
  return values[0].interval(*estimate, options);
}

std::optional<BootstrapInterval> bootstrap_mean_auc(std::span<const int> labels, std::span<const float> probabilities,
                                                    int classes, std::span<const int> groups,
                                                    const BootstrapOptions& options) {
  const std::optional<double> estimate = one_vs_rest_auc(labels, probabilities, classes).macro;
  GroupDraws draws(groups, labels.size(), options);
  if (!estimate) return std::nullopt;
  DrawnAuc area(labels, probabilities, classes, draws);
  std::array<DrawnValues, 1> values;
  draw_until_settled(draws, values, options, [&] { values[0].add(area.of(draws.times_drawn())); });
  return values[0].interval(*estimate, options);
}

std::optional<BootstrapInterval> bootstrap_statistic(std::span<const int> groups, const RowStatistic& statistic,
                                                     const BootstrapOptions& options) {
  return bootstrap_statistics(
             groups, 1,
             [&](std::span<const std::size_t> rows, std::span<std::optional<double>> values) {
               values[0] = statistic(rows);
             },
             options)
      .front();
}

std::vector<std::optional<BootstrapInterval>> bootstrap_statistics(std::span<const int> groups, std::size_t count,
                                                                   const RowStatistics& statistics,
                                                                   const BootstrapOptions& options) {
  GroupDraws draws(groups, groups.size(), options);
  std::vector<std::size_t> rows(groups.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::vector<std::optional<double>> estimates(count), drawn(count);
  statistics(rows, estimates);
  std::vector<DrawnValues> values(count);
  if (std::ranges::any_of(estimates, [](const auto& estimate) { return estimate.has_value(); }))
    draw_until_settled(draws, values, options, [&] {
      rows.clear();
      for (std::size_t row = 0; row < groups.size(); ++row)
        rows.insert(rows.end(), draws.times_drawn()[draws.group_of(row)], row);
      statistics(rows, drawn);
      for (std::size_t i = 0; i < count; ++i)
        if (estimates[i]) values[i].add(drawn[i]);
    });
  std::vector<std::optional<BootstrapInterval>> intervals(count);
  for (std::size_t i = 0; i < count; ++i)
    if (estimates[i]) intervals[i] = values[i].interval(*estimates[i], options);
  return intervals;
}

}  // namespace ml
