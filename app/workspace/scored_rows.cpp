#include "app/workspace/scored_rows.h"

#include <algorithm>
#include <span>
#include <string>
#include <unordered_map>
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
  ScoredRows made{
      .scores = score_set(order, scored, scored.probabilities), .truth = {}, .groups_drawn = {}, .known = scored.known};
  for (const auto& [row, i] : order) {
    made.truth.push_back(static_cast<std::int16_t>(scored.labels[i]));
    made.groups_drawn.push_back(static_cast<std::uint64_t>(scored.lesions[i]));
  }
  if (!scored.cross_fitted.empty()) made.judging = score_set(order, scored, scored.cross_fitted);
  return made;
}

void draw_as_before_fifth(const ImageTable& table, ScoredRows& rows) {
  rows.known = {};
  std::unordered_map<std::string, std::uint64_t> numbers;
  for (std::size_t place = 0; place < rows.groups_drawn.size(); ++place) {
    const Row row = rows.scores->rows[place];
    const std::string patient(table.patient(row)), lesion(table.lesion(row));
    rows.known.patients = rows.known.patients || !patient.empty();
    rows.known.lesions = rows.known.lesions || !lesion.empty();
    const std::string name = !patient.empty()  ? "patient " + patient
                             : !lesion.empty() ? "lesion " + lesion
                                               : "image " + std::to_string(row);
    rows.groups_drawn[place] = numbers.try_emplace(name, numbers.size()).first->second;
  }
}

SliceInput slice_input(const ImageTable& table, const SlicedRows& cut, const ScoredRows& rows, int group) {
  SliceInput input = slice_input(table, cut, rows.scores, rows.truth, group);
  input.groups_drawn = std::make_shared<const std::vector<std::uint64_t>>(rows.groups_drawn);
  input.known = rows.known;
  input.judging = rows.judging;
  return input;
}

}  // namespace app
