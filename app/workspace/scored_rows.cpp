#include "app/workspace/scored_rows.h"

#include <algorithm>
#include <span>
#include <utility>

namespace app {

namespace {

using Places = std::vector<std::pair<Row, std::size_t>>;

std::vector<float> in_order(const Places& order, const std::vector<float>& of_scored, std::size_t groups) {
  std::vector<float> ordered;
  if (of_scored.empty()) return ordered;
  for (const auto& [row, i] : order) {
    const auto from = std::span(of_scored).subspan(i * groups, groups);
    ordered.insert(ordered.end(), from.begin(), from.end());
  }
  return ordered;
}

std::shared_ptr<const ScoreSet> score_set(const Places& order, const Scored& scored,
                                          const std::vector<float>& probabilities) {
  const std::size_t groups = scored.groups.size();
  std::vector<Row> rows;
  for (const auto& [row, i] : order) rows.push_back(row);
  return make_score_set(static_cast<int>(groups), std::move(rows), in_order(order, probabilities, groups),
                        in_order(order, scored.before_calibration, groups));
}

}  // namespace

ScoredRows by_row(const ImageTable& table, const Scored& scored, const std::vector<ImageId>& images) {
  Places order;
  for (std::size_t i = 0; i < images.size(); ++i)
    if (const auto row = table.row_of(images[i])) order.emplace_back(*row, i);
  std::ranges::sort(order);
  ScoredRows made{.scores = score_set(order, scored, scored.probabilities), .truth = {}};
  for (const auto& [row, i] : order) made.truth.push_back(static_cast<std::int16_t>(scored.labels[i]));
  if (!scored.cross_fitted.empty()) made.judging = score_set(order, scored, scored.cross_fitted);
  return made;
}

SliceInput slice_input(const ImageTable& table, const SlicedRows& cut, const ScoredRows& rows, int group) {
  SliceInput input = slice_input(table, cut, rows.scores, rows.truth, group);
  input.judging = rows.judging;
  return input;
}

}  // namespace app
