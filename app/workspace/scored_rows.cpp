#include "app/workspace/scored_rows.h"

#include <algorithm>
#include <span>
#include <utility>

namespace app {

ScoredRows by_row(const ImageTable& table, const Scored& scored, const std::vector<ImageId>& images) {
  std::vector<std::pair<Row, std::size_t>> order;
  for (std::size_t i = 0; i < images.size(); ++i)
    if (const auto row = table.row_of(images[i])) order.emplace_back(*row, i);
  std::ranges::sort(order);
  ScoredRows made;
  std::vector<Row> rows;
  std::vector<float> probabilities;
  const std::size_t groups = scored.groups.size();
  for (const auto& [row, i] : order) {
    rows.push_back(row);
    made.truth.push_back(static_cast<std::int16_t>(scored.labels[i]));
    const auto from = std::span(scored.probabilities).subspan(i * groups, groups);
    probabilities.insert(probabilities.end(), from.begin(), from.end());
  }
  made.scores = make_score_set(static_cast<int>(groups), std::move(rows), std::move(probabilities), scored.prior);
  return made;
}

}  // namespace app
