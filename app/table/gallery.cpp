#include "app/table/gallery.h"

#include <algorithm>
#include <utility>

namespace app {

Gallery::Gallery() = default;

void Gallery::replace(ImageTable table) {
  table_ = std::move(table);
  ++facts_version_;
  order_.forget();
  predictions_.show(nullptr, 0, table_.size());
  learning_.forget();
  query_.set_target(table_.class_list().target_named(target_name_));
  focus_.reset();
  anchor_.reset();
  selected_ = {};
  listing_.rebuild();
  keep_visible(std::nullopt);
}

// After any change of the table: the listing, then what no longer shows.
Change Gallery::follow(Change change) {
  ++facts_version_;
  const auto place = focus_place();
  if (!change.added.empty()) predictions_.grow(table_.size());
  if (change.classes) query_.set_target(table_.class_list().target_named(target_name_));
  learning_.follow(change);
  listing_.follow(change);
  keep_visible(place);
  return change;
}

Change Gallery::apply(const TableNews& news) { return follow(table_.apply(news)); }
Change Gallery::set_classes(ClassList classes) { return follow(table_.set_classes(std::move(classes))); }
Change Gallery::set_leaking(std::span<const ImageId> images) { return follow(table_.set_leaking(images)); }
Change Gallery::set_unlike(std::span<const UnlikeFact> facts) { return follow(table_.set_unlike(facts)); }
Change Gallery::decide(Ticket ticket, std::span<const Row> rows, int class_index) {
  return follow(table_.decide(ticket, rows, class_index));
}
Change Gallery::saved(Ticket ticket) { return follow(table_.saved(ticket)); }
Change Gallery::failed(Ticket ticket) { return follow(table_.failed(ticket)); }

void Gallery::show_target(const std::string& name) {
  target_name_ = name;
  ++facts_version_;
  const auto place = focus_place();
  query_.set_target(table_.class_list().target_named(name));
  listing_.rebuild();
  keep_visible(place);
}

void Gallery::show_run(std::shared_ptr<const RunScores> run, int epoch) {
  const auto place = focus_place();
  learning_.show(run);
  predictions_.show(std::move(run), epoch, table_.size());
  listing_.predictions_changed();
  keep_visible(place);
}

void Gallery::set_threshold(double threshold) {
  const auto place = focus_place();
  predictions_.set_threshold(threshold);
  listing_.predictions_changed();
  keep_visible(place);
}

void Gallery::set_filter(const Filter& filter) {
  const auto place = focus_place();
  listing_.set_filter(filter);
  keep_visible(place);
}

void Gallery::set_sort(const Sort& sort) {
  listing_.set_sort(sort);
  ++version_;
}

// What is hidden is neither selected nor in focus: the focus goes to what came to its place.
void Gallery::keep_visible(std::optional<std::size_t> place_before) {
  ++version_;
  ++rows_version_;
  selected_ &= query_.rows();
  recount_selection();
  if (focus_ && query_.rows().contains(*focus_)) return;
  focus_.reset();
  if (rows().empty()) return;
  focus_ = rows()[std::min(place_before.value_or(0), rows().size() - 1)];
  anchor_ = focus_;
}

void Gallery::recount_selection() { selected_count_ = selected_.count(); }

void Gallery::select(std::span<const Row> rows, std::optional<Row> focus, bool keeps_anchor) {
  selected_ = Bits(rows);
  selected_ &= query_.rows();
  recount_selection();
  if (focus && !query_.rows().contains(*focus)) focus.reset();
  if (focus) focus_ = focus;
  if (focus && !keeps_anchor) anchor_ = focus;
  ++version_;
}

std::optional<std::vector<Row>> Gallery::from_anchor(Row to) const {
  const std::vector<Row>& shown = rows();
  const auto anchor = anchor_ ? std::ranges::find(shown, *anchor_) : shown.end(), here = std::ranges::find(shown, to);
  if (anchor == shown.end() || here == shown.end()) return std::nullopt;
  return std::vector<Row>(std::min(anchor, here), std::max(anchor, here) + 1);
}

void Gallery::select_all() {
  selected_ |= query_.rows();
  recount_selection();
  ++version_;
}

void Gallery::select_none() {
  selected_ = {};
  recount_selection();
  ++version_;
}

void Gallery::invert_selection() {
  selected_ ^= query_.rows();
  recount_selection();
  ++version_;
}

void Gallery::move_focus(int step) {
  if (rows().empty()) return;
  const auto last = static_cast<std::ptrdiff_t>(rows().size()) - 1;
  const auto here = static_cast<std::ptrdiff_t>(focus_place().value_or(0));
  const Row row = rows()[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(here + step, 0, last))];
  select(std::span(&row, 1), row);
}

std::optional<Row> Gallery::next_of_focus() const {
  const auto place = focus_place();
  if (!place || rows().empty()) return std::nullopt;
  return rows()[std::min(*place + 1, rows().size() - 1)];
}

void Gallery::advance_to(std::optional<Row> next) {
  const std::optional<Row> row = next && query_.rows().contains(*next) ? next : focus_;
  if (row) select(std::span(&*row, 1), row);
}

const TargetFacts* Gallery::target() const { return table_.class_list().target_named(target_name_); }

int Gallery::group(Row row) const {
  const auto index = static_cast<std::size_t>(table_.class_index(row));  // of no class: beyond every place
  return index < query_.group_of_class().size() ? query_.group_of_class()[index] : -1;
}

bool Gallery::has_verdict(Row row) const { return query_.comparable() && predictions_.has(row); }

bool Gallery::disagrees(Row row) const {
  const int label = group(row);
  return label >= 0 && has_verdict(row) && predictions_.predicted(row) != label;
}

std::optional<std::size_t> Gallery::focus_place() const { return focus_ ? listing_.place_of(*focus_) : std::nullopt; }

std::vector<Row> Gallery::label_candidates() const {
  std::vector<Row> candidates;
  if (selected_count_ == 1) return selected_.rows();
  if (selected_count_ > 0) {
    const Mask chosen(selected_, table_.size());
    std::ranges::copy_if(rows(), std::back_inserter(candidates), [&chosen](Row row) { return chosen[row]; });
  } else if (focus_) {
    candidates.push_back(*focus_);
  }
  return candidates;
}

const GalleryCounts& Gallery::counts() const {
  if (counted_ == version_) return counts_;
  counted_ = version_;
  counts_ = {};
  for (int index = -1; index < static_cast<int>(table_.class_list().classes.size()); ++index)
    counts_.by_class.push_back(query_.count_beside(Clause::Class, table_.rows_of_class(index)));
  for (const Split split : {Split::None, Split::Train, Split::Val, Split::Test})
    counts_.by_split[static_cast<std::size_t>(split)] = query_.count_beside(Clause::Split, table_.rows_of_split(split));
  const TargetFacts* shown = target();
  for (int group = 0; shown != nullptr && group < static_cast<int>(shown->groups.size()); ++group)
    counts_.by_predicted_group.push_back(
        query_.comparable() ? query_.count_beside(Clause::PredictedGroup, predictions_.predicted_rows(group)) : 0);
  counts_.disagreements = query_.count_beside(Clause::Disagreement, query_.disagreements());
  counts_.relabelled = query_.count_beside(Clause::Relabelled, table_.relabelled_rows());
  counts_.changed_files = query_.count_beside(Clause::ChangedFiles, table_.changed_file_rows());
  counts_.missing_files = query_.count_beside(Clause::MissingFiles, table_.missing_file_rows());
  counts_.leaking = query_.count_beside(Clause::Leaking, table_.leaking_rows());
  return counts_;
}

}  // namespace app
