#include "app/table/predictions.h"

#include <algorithm>
#include <utility>

namespace app {
namespace {

constexpr unsigned kPlaceBits = 30;
constexpr std::uint32_t kPlaceMask = (1U << kPlaceBits) - 1;

}  // namespace

void Predictions::show(std::shared_ptr<const RunScores> run, int epoch, std::size_t table_rows) {
  run_ = std::move(run);
  epoch_ = epoch;
  ++version_;
  predicted_rows_.clear();
  const auto before = std::exchange(sets_, {});
  if (run_) {
    if (const auto found = run_->epochs.find(epoch); found != run_->epochs.end()) sets_ = found->second.by_split;
  }
  // Epochs of one run are about the same images in the same order, so most steps leave the places alone.
  const auto same_rows = [](const auto& a, const auto& b) { return a == b || (a && b && a->rows == b->rows); };
  if (place_of_row_.size() == table_rows && std::ranges::equal(before, sets_, same_rows)) return;
  place_of_row_.assign(table_rows, kNone);
  for (std::uint32_t split = 0; split < sets_.size(); ++split) {
    if (!sets_[split]) continue;
    for (std::uint32_t place = 0; place < sets_[split]->size(); ++place)
      place_of_row_[sets_[split]->rows[place]] = split << kPlaceBits | place;
  }
}

void Predictions::set_threshold(double threshold) {
  threshold_ = threshold;
  ++version_;
}

std::span<const float> Predictions::probabilities(Row row) const {
  const std::uint32_t place = place_of_row_[row];
  return sets_[place >> kPlaceBits]->at(place & kPlaceMask);
}

float Predictions::confidence(Row row) const { return probabilities(row)[static_cast<std::size_t>(predicted(row))]; }

int Predictions::predicted(Row row) const {
  const std::uint32_t place = place_of_row_[row];
  return sets_[place >> kPlaceBits]->decided(place & kPlaceMask, threshold_);
}

int Predictions::views(Row row) const { return sets_[place_of_row_[row] >> kPlaceBits]->views; }

void Predictions::make_predicted_rows() const {
  std::vector<std::vector<Row>> rows(static_cast<std::size_t>(groups()));
  for (const auto& set : sets_) {
    if (!set) continue;
    for (std::size_t place = 0; place < set->size(); ++place)
      rows[static_cast<std::size_t>(set->decided(place, threshold_))].push_back(set->rows[place]);
  }
  for (const std::vector<Row>& of_group : rows) predicted_rows_.emplace_back(of_group);
  predicted_at_ = threshold_;
}

// Only the rows between the old and the new threshold change sides.
void Predictions::move_threshold(double threshold) const {
  for (const auto& set : sets_) {
    if (!set) continue;
    const auto cut = [&set](double at) {
      return std::ranges::partition_point(
                 set->falling, [&](std::uint32_t place) { return static_cast<double>(set->score(place)) >= at; }) -
             set->falling.begin();
    };
    const auto before = cut(predicted_at_), now = cut(threshold);
    const auto first = std::min(before, now), last = std::max(before, now);
    std::vector<Row> rows;
    for (auto i = first; i < last; ++i) rows.push_back(set->rows[set->falling[static_cast<std::size_t>(i)]]);
    std::ranges::sort(rows);
    const std::size_t to = threshold < predicted_at_ ? 1 : 0;
    predicted_rows_[to].add(rows);
    predicted_rows_[1 - to] -= Bits(rows);
  }
  predicted_at_ = threshold;
}

const Bits& Predictions::predicted_rows(int group) const {
  if (predicted_rows_.empty())
    make_predicted_rows();
  else if (groups() == 2 && predicted_at_ != threshold_)
    move_threshold(threshold_);
  return predicted_rows_[static_cast<std::size_t>(group)];
}

// The last of two groups is sorted already: a stretch of it is two binary searches.
Bits Predictions::scored_rows(int group, double low, double high) const {
  std::vector<Row> rows;
  for (const auto& set : sets_) {
    if (!set || group < 0 || group >= set->groups) continue;
    if (set->groups == 2 && group == 1) {
      const auto cut = [&set](double at) {
        return std::ranges::partition_point(
            set->falling, [&](std::uint32_t place) { return static_cast<double>(set->score(place)) >= at; });
      };
      for (auto at = cut(high); at < cut(low); ++at) rows.push_back(set->rows[*at]);
      continue;
    }
    for (std::size_t place = 0; place < set->size(); ++place) {
      const auto score = static_cast<double>(set->at(place)[static_cast<std::size_t>(group)]);
      if (low <= score && score < high) rows.push_back(set->rows[place]);
    }
  }
  std::ranges::sort(rows);
  return Bits(rows);
}

Bits Predictions::confident_rows(float min, float max) const {
  std::vector<Row> rows;
  for (const auto& set : sets_) {
    if (!set) continue;
    for (std::size_t place = 0; place < set->size(); ++place) {
      const float confidence = set->at(place)[static_cast<std::size_t>(set->decided(place, threshold_))];
      if (confidence >= min && confidence <= max) rows.push_back(set->rows[place]);
    }
  }
  return Bits(rows);
}

}  // namespace app
