#include "app/table/query.h"

#include <utility>
#include <vector>

#include "app/table/query_words.h"

namespace app {
namespace {

Bits searched_rows(const ImageTable& table, const QueryWords& words, Row first) {
  Bits rows = table.find(words.text, first);
  for (const MeasureCondition& condition : words.conditions) {
    std::vector<Row> passing;
    for (Row row = first; row < table.size(); ++row)
      if (condition.holds(table.measure(row, condition.measure))) passing.push_back(row);
    rows &= Bits(passing);
  }
  return rows;
}

}  // namespace

Query::Query(const ImageTable& table, const Predictions& predictions) : table_(table), predictions_(predictions) {
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

bool Query::comparable() const {
  const RunScores* run = predictions_.run();
  return run != nullptr && target_ != nullptr && run->target == target_->name && run->groups == target_->groups;
}

Bits Query::rows_of_group(int group) const {
  Bits rows;
  if (target_ == nullptr) return rows;
  for (std::size_t i = 0; i < target_->group_of_class.size(); ++i) {
    if (target_->group_of_class[i] == group) rows |= table_.rows_of_class(static_cast<int>(i));
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
  if (found_.text != filter_.text) found_ = {filter_.text, {}, 0};
  if (found_.seen < size) {
    found_.rows |= searched_rows(table_, parse_query(found_.text), found_.seen);
    found_.seen = size;
  }
  return found_.rows;
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
      if (filter_.predicted_groups.empty()) return std::nullopt;
      for (const int group : filter_.predicted_groups) {
        if (comparable() && group < predictions_.groups()) rows |= predictions_.predicted_rows(group);
      }
      return rows;
    case Clause::Confidence:
      if (filter_.confidence_min <= 0.0F && filter_.confidence_max >= 1.0F) return std::nullopt;
      return comparable() ? predictions_.confident_rows(filter_.confidence_min, filter_.confidence_max) : rows;
    case Clause::Disagreement: return filter_.only_disagreement ? std::optional(disagreements()) : std::nullopt;
    case Clause::Relabelled: return filter_.only_relabelled ? std::optional(table_.relabelled_rows()) : std::nullopt;
    case Clause::ChangedFiles:
      return filter_.only_changed_files ? std::optional(table_.changed_file_rows()) : std::nullopt;
    case Clause::MissingFiles:
      return filter_.only_missing_files ? std::optional(table_.missing_file_rows()) : std::nullopt;
    case Clause::Text: return filter_.text.empty() ? std::nullopt : std::optional(text_rows());
  }
  return std::nullopt;
}

void Query::refresh(const Change& change) {
  if (!change.edited.empty() || !change.measured.empty()) found_ = {};
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
