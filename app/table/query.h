// The rows that pass a filter. Each clause is a set of rows, made from the sets which the table keeps in
// step, so only the clause that changed costs anything; searching the text is kept until the text changes.
//
//   Query query(table, predictions, learning);
//   query.set_filter(filter);
//   query.rows();                                  // the rows that pass
//   query.count_beside(Clause::Class, table.rows_of_class(2));  // what a chip says: under all other clauses
//
// After the table or the predictions changed: query.refresh(...). Main thread only. Refers to table, predictions and
// learning.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "app/table/bits.h"
#include "app/table/filter.h"
#include "app/table/image_table.h"
#include "app/table/learning.h"
#include "app/table/predictions.h"

namespace app {

enum class Clause {
  Class,
  Split,
  TrueGroup,
  PredictedGroup,
  Confidence,
  Disagreement,
  Relabelled,
  Leaking,
  ChangedFiles,
  MissingFiles,
  Text,
  Score,
  Pairs,
  Slices,
  Picked,
  Learned
};
inline constexpr std::size_t kClauses = 16;

class Query {
 public:
  Query(const ImageTable& table, const Predictions& predictions, const Learning& learning);

  void set_filter(const Filter& filter);
  const Filter& filter() const { return filter_; }
  // The target whose groups the filter and the counts speak of; null: none.
  void set_target(const TargetFacts* target);
  // The table changed; without a change: the predictions.
  void refresh(const Change& change = {});

  const Bits& rows() const { return rows_; }
  // Of these rows, those that pass every clause but this one.
  std::size_t count_beside(Clause clause, const Bits& rows) const;

  // The group of each class, by its place in the list: as the shown run was trained where its groups are shown and it
  // is known, so that a cell of its matrix counts what the grid shows; else as the target says.
  const std::vector<int>& group_of_class() const { return group_of_class_; }
  // Rows whose label belongs to the group, and those where prediction and label disagree.
  Bits rows_of_group(int group) const;
  Bits disagreements() const;
  // The predictions are of the shown target's groups, so verdicts can be compared with labels.
  bool comparable() const;

 private:
  std::optional<Bits> clause_rows(Clause clause);
  Bits text_rows();
  std::optional<Bits> prediction_rows(Clause clause) const;
  const Bits& slice_clause_rows();
  Bits pair_rows() const;
  void find_groups();

  const ImageTable& table_;
  const Predictions& predictions_;
  const Learning& learning_;
  const TargetFacts* target_ = nullptr;
  Filter filter_;
  std::vector<int> group_of_class_;
  std::array<std::optional<Bits>, kClauses> clauses_;  // absent: lets everything pass
  Bits rows_;
  mutable std::array<std::optional<Bits>, kClauses> beside_;  // all clauses but one, when asked for
  struct Found {
    std::string text;
    Bits rows;
    std::vector<ScoreRange> scores;  // asked anew each time
    Row seen = 0;                    // rows below were searched
  };
  Found found_;
  struct Sliced {
    std::vector<Slice> slices;
    Bits rows;
  };
  std::optional<Sliced> sliced_;  // kept until the slices or the table change
};

}  // namespace app
