#include "app/table/learning.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/table/class_groups.h"
#include "app/table/predictions.h"

namespace app {
namespace {

constexpr int kEarlyShare = 4;  // early: within this part of the epochs

}  // namespace

void Learning::show(std::shared_ptr<const RunScores> run) {
  if (run == run_) return;
  const bool refits = run && run_ && run->run == run_->run && run->refit_epoch != run_->refit_epoch;
  run_ = std::move(run);
  if (refits && fresh_) return;  // the same stored epochs
  fresh_ = false;
  changed();
}

void Learning::forget() {
  run_.reset();
  seen_.clear();
  courses_.clear();
  fresh_ = true;
  changed();
}

void Learning::follow(const Change& change) {
  changed();
  if (change.classes) {
    fresh_ = false;
    seen_.clear();
  }
  if (!fresh_ || !run_) return;
  for (const auto* rows : {&change.added, &change.relabelled})
    for (const Row row : *rows) relabel(row);
}

void Learning::changed() {
  ++version_;
  sorted_ = false;
}

const std::vector<Learning::Course>& Learning::courses() const {
  if (!fresh_) catch_up();
  return courses_;
}

std::int16_t Learning::group_of(Row row) const {
  const int index = table_.class_index(row);
  return index < 0 || group_of_class_.empty()
             ? std::int16_t{-1}
             : static_cast<std::int16_t>(group_of_class_[static_cast<std::size_t>(index)]);
}

// A run that trains has the epochs of before and more: those are added.
bool Learning::continues() const {
  return !seen_.empty() && std::ranges::all_of(seen_, [this](const Seen& seen) {
    const auto now = run_->epochs.find(seen.epoch);
    return now != run_->epochs.end() && now->second.by_split == seen.sets;
  });
}

void Learning::catch_up() const {
  fresh_ = true;
  std::vector<std::int16_t> groups(table_.size(), -1);
  std::string problem;
  if (run_) group_of_class_ = groups_of_classes(*run_, table_.class_list(), problem);
  for (Row row = 0; run_ && row < groups.size(); ++row) groups[row] = group_of(row);
  if (!run_ || groups != groups_ || !continues()) {
    seen_.clear();
    groups_ = std::move(groups);
    courses_.assign(groups_.size(), {});
  }
  if (!run_ || !problem.empty()) return;
  const int last = seen_.empty() ? 0 : seen_.back().epoch;
  for (auto next = run_->epochs.upper_bound(last); next != run_->epochs.end(); ++next)
    if (next->first != run_->refit_epoch) take_epoch(next->first, next->second.by_split);
}

void Learning::take_epoch(int epoch, const Sets& sets) const {
  seen_.push_back({epoch, sets});
  for (const auto& set : sets) {
    if (!set) continue;
    for (std::size_t place = 0; place < set->size(); ++place) take(set->rows[place], epoch, *set, place);
  }
}

void Learning::take(Row row, int epoch, const ScoreSet& set, std::size_t place) const {
  if (row >= courses_.size() || groups_[row] < 0) return;
  Course& course = courses_[row];
  const float confidence = set.at(place)[static_cast<std::size_t>(groups_[row])];
  ++course.epochs;
  const float distance = confidence - course.mean;
  course.mean += distance / static_cast<float>(course.epochs);
  course.squares += distance * (confidence - course.mean);
  const bool right = set.decided(place, run_->usual_threshold()) == groups_[row];
  if (course.was_right && !right) ++course.forgotten;
  if (!right) course.learned = 0;
  if (right && !course.was_right) course.learned = static_cast<std::uint16_t>(epoch);
  course.was_right = right;
}

void Learning::relabel(Row row) const {
  if (row >= courses_.size()) {
    courses_.resize(row + 1);
    groups_.resize(row + 1, -1);
  }
  groups_[row] = group_of(row);
  courses_[row] = {};
  for (const auto& [epoch, sets] : seen_) {
    for (const auto& set : sets) {
      if (!set) continue;
      const auto at = std::ranges::lower_bound(set->rows, row);
      if (at != set->rows.end() && *at == row) take(row, epoch, *set, static_cast<std::size_t>(at - set->rows.begin()));
    }
  }
}

float Learning::variability(Row row) const {
  if (!has(row)) return kNone;
  return std::sqrt(std::max(0.0F, courses_[row].squares / static_cast<float>(courses_[row].epochs)));
}

int Learning::early_until() const {
  const int epochs = courses().empty() || seen_.empty() ? 0 : seen_.back().epoch;
  return (epochs + kEarlyShare - 1) / kEarlyShare;
}

LearnedKind Learning::kind(Row row) const {
  const Course& course = courses()[row];
  if (course.forgotten > 0) return LearnedKind::Forgotten;
  if (course.learned == 0) return LearnedKind::Never;
  return course.learned <= early_until() ? LearnedKind::Early : LearnedKind::Late;
}

const Bits& Learning::rows_of(LearnedKind wanted) const {
  if (!sorted_) {
    std::array<std::vector<Row>, 4> rows;
    for (Row row = 0; row < courses().size(); ++row)
      if (has(row)) rows[static_cast<std::size_t>(kind(row))].push_back(row);
    for (std::size_t i = 0; i < rows.size(); ++i) by_kind_[i] = Bits(rows[i]);
    sorted_ = true;
  }
  return by_kind_[static_cast<std::size_t>(wanted)];
}

}  // namespace app
