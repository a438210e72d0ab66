#include "app/table/query.h"

#include <map>
#include <vector>

#include "app/table/query_words.h"
#include "app/table/slice_columns.h"

namespace app {
namespace {

Bits searched_rows(const ImageTable& table, const QueryWords& words, Row first) {
  Bits rows = table.find(words.text, first);
  for (const NumberCondition& condition : words.conditions) {
    std::vector<Row> passing;
    for (Row row = first; row < table.size(); ++row)
      if (condition.holds(condition.value_of(table, row))) passing.push_back(row);
    rows &= Bits(passing);
  }
  for (const WordCondition& condition : words.columns) rows &= Bits(condition.rows(table));
  return rows;
}

// Of one column any, of several columns each.
Bits rows_of_slices(const ImageTable& table, const std::vector<Slice>& slices) {
  std::map<std::string, Bits> by_column;
  for (const Slice& slice : slices) by_column[slice.column] |= rows_of(table, slice);
  std::optional<Bits> rows;
  for (const auto& [column, of_column] : by_column) {
    if (rows)
      *rows &= of_column;
    else
      rows = of_column;
  }
  return rows.value_or(Bits());
}

}  // namespace

Query::Query(const ImageTable& table, const Predictions& predictions, const Learning& learning)
    : table_(table), predictions_(predictions), learning_(learning) {
  refresh();
}

void Query::set_filter(const Filter& filter) {
  filter_ = filter;
  refresh();
}

void Query::set_target(const TargetFacts* target) {
  target_ = target;
  refresh();
}

void Query::find_groups() {
  group_of_class_.clear();
  if (target_ == nullptr) return;
  group_of_class_ = target_->group_of_class;
  if (!comparable() || predictions_.run()->group_of_class.empty()) return;
  const auto& trained = predictions_.run()->group_of_class;
  const std::vector<ClassFacts>& classes = table_.class_list().classes;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const auto found = trained.find(classes[i].id);
    group_of_class_[i] = found == trained.end() ? -1 : found->second;
  }
}

bool Query::comparable() const {
  const RunScores* run = predictions_.run();
  return run != nullptr && target_ != nullptr && run->target == target_->name && run->groups == target_->groups;
}

Bits Query::rows_of_group(int group) const {
  Bits rows;
  for (std::size_t i = 0; i < group_of_class_.size(); ++i) {
    if (group_of_class_[i] == group) rows |= table_.rows_of_class(static_cast<int>(i));
  }
  return rows;
}

Bits Query::disagreements() const {
  Bits rows;
  if (!comparable()) return rows;
  for (int group = 0; group < predictions_.groups(); ++group) {
    Bits others = predictions_.predicted_rows(group);
    others -= rows_of_group(group);
    rows |= others;
  }
  Bits labelled;
  for (int group = 0; group < predictions_.groups(); ++group) labelled |= rows_of_group(group);
  rows &= labelled;
  return rows;
}

Bits Query::text_rows() {
  const auto size = static_cast<Row>(table_.size());
  if (found_.text != filter_.text) found_ = {filter_.text, {}, {}, 0};
  if (found_.seen < size) {
    const QueryWords words = parse_query(found_.text, table_);
    found_.rows |= searched_rows(table_, words, found_.seen);
    found_.scores = words.scores;
    found_.seen = size;
  }
  Bits rows = found_.rows;
  for (const ScoreRange& score : found_.scores)
    rows &= comparable() ? predictions_.scored_rows(predictions_.groups() - 1, score.low, score.high) : Bits();
  return rows;
}

Bits Query::pair_rows() const {
  Bits rows;
  for (const GroupPair& pair : filter_.pairs) {
    if (pair.predicted_group < 0 || pair.predicted_group >= predictions_.groups()) continue;
    Bits both = rows_of_group(pair.true_group);
    both &= predictions_.predicted_rows(pair.predicted_group);
    rows |= both;
  }
  return rows;
}

const Bits& Query::slice_clause_rows() {
  if (!sliced_ || sliced_->slices != filter_.slices)
    sliced_.emplace(filter_.slices, rows_of_slices(table_, filter_.slices));
  return sliced_->rows;
}

// Clauses on what the shown run says: nothing passes one while its groups are not those that are shown.
std::optional<Bits> Query::prediction_rows(Clause clause) const {
  Bits rows;
  switch (clause) {
    case Clause::PredictedGroup:
      if (filter_.predicted_groups.empty()) return std::nullopt;
      for (const int group : filter_.predicted_groups) {
        if (comparable() && group < predictions_.groups()) rows |= predictions_.predicted_rows(group);
      }
      return rows;
    case Clause::Confidence:
      if (filter_.confidence_min <= 0.0F && filter_.confidence_max >= 1.0F) return std::nullopt;
      return comparable() ? predictions_.confident_rows(filter_.confidence_min, filter_.confidence_max) : rows;
    case Clause::Score:
      if (!filter_.score) return std::nullopt;
      return comparable() ? predictions_.scored_rows(filter_.score->group, filter_.score->low, filter_.score->high)
                          : rows;
    case Clause::Pairs:
      if (filter_.pairs.empty()) return std::nullopt;
      return comparable() ? pair_rows() : rows;
    default: return std::nullopt;
  }
}

std::optional<Bits> Query::clause_rows(Clause clause) {
  Bits rows;
  switch (clause) {
    case Clause::Class:
      if (filter_.classes.empty()) return std::nullopt;
      for (const ClassId id : filter_.classes) rows |= table_.rows_of_class(table_.class_list().index_of(id));
      return rows;
    case Clause::Split:
      if (filter_.splits.empty()) return std::nullopt;
      for (const Split split : filter_.splits) rows |= table_.rows_of_split(split);
      return rows;
    case Clause::TrueGroup:
      if (filter_.true_groups.empty()) return std::nullopt;
      for (const int group : filter_.true_groups) rows |= rows_of_group(group);
      return rows;
    case Clause::PredictedGroup:
    case Clause::Confidence:
    case Clause::Score:
    case Clause::Pairs: return prediction_rows(clause);
    case Clause::Learned:
      if (filter_.learned.empty()) return std::nullopt;
      for (const LearnedKind kind : filter_.learned) rows |= learning_.rows_of(kind);
      return rows;
    case Clause::Disagreement: return filter_.only_disagreement ? std::optional(disagreements()) : std::nullopt;
    case Clause::Relabelled: return filter_.only_relabelled ? std::optional(table_.relabelled_rows()) : std::nullopt;
    case Clause::ChangedFiles:
      return filter_.only_changed_files ? std::optional(table_.changed_file_rows()) : std::nullopt;
    case Clause::MissingFiles:
      return filter_.only_missing_files ? std::optional(table_.missing_file_rows()) : std::nullopt;
    case Clause::Leaking: return filter_.only_leaking ? std::optional(table_.leaking_rows()) : std::nullopt;
    case Clause::Text: return filter_.text.empty() ? std::nullopt : std::optional(text_rows());
    case Clause::Slices: return filter_.slices.empty() ? std::nullopt : std::optional(slice_clause_rows());
    case Clause::Picked: return filter_.picked ? std::optional(*filter_.picked->rows) : std::nullopt;
  }
  return std::nullopt;
}

void Query::refresh(const Change& change) {
  if (!change.edited.empty() || !change.measured.empty()) found_ = {};
  if (!change.empty()) sliced_.reset();
  find_groups();
  rows_ = table_.all();
  for (std::size_t i = 0; i < kClauses; ++i) {
    clauses_[i] = clause_rows(static_cast<Clause>(i));
    beside_[i].reset();
    if (clauses_[i]) rows_ &= *clauses_[i];
  }
}

std::size_t Query::count_beside(Clause clause, const Bits& rows) const {
  const auto which = static_cast<std::size_t>(clause);
  if (!clauses_[which]) return count_of_both(rows_, rows);
  std::optional<Bits>& others = beside_[which];
  if (!others) {
    others = table_.all();
    for (std::size_t i = 0; i < kClauses; ++i) {
      if (i != which && clauses_[i]) *others &= *clauses_[i];
    }
  }
  return count_of_both(*others, rows);
}

}  // namespace app
