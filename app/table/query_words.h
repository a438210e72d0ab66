// What is typed into the search field: words to be found, and conditions on columns among them.
//
//   parse_query("back sharpness<20 age>=60 sex:female", table)  // text "back", three conditions
//
// A measure, the age and the score (of the last group, by the shown run) take < <= > >= and =; a column of words takes
// a colon or =, with the whole value or its beginning, in quotation marks where it has a space: patient, lesion and
// group too. Case makes no difference, nor do blanks around the sign. A word that is no condition is searched as it
// stands. Pure functions; the thread that owns the table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/table/filter.h"
#include "app/table/image_table.h"
#include "app/table/measures.h"

namespace app {

struct NumberCondition {
  std::optional<Measure> measure;  // absent: the age
  bool below = false;              // < or <=, else > or >=
  bool or_equal = false;
  bool equal = false;  // and nothing else
  float bound = 0;

  float value_of(const ImageTable& table, Row row) const {
    return measure ? table.measure(row, *measure) : table.age_years(row);
  }
  bool holds(float value) const {  // never for what is not recorded
    if (value == bound) return or_equal || equal;
    if (equal) return false;
    return below ? value < bound : value > bound;
  }
};

struct WordCondition {
  std::string column;
  std::string beginning;  // folded; empty: not recorded

  std::vector<Row> rows(const ImageTable& table) const;  // ascending
};

struct QueryWords {
  std::string text;
  std::vector<NumberCondition> conditions;
  std::vector<WordCondition> columns;
  std::vector<ScoreRange> scores;   // of the last group
  std::vector<std::string> unread;  // words of `text` that have a sign and are no condition all the same
};

QueryWords parse_query(std::string_view typed, const ImageTable& table);
// "\"age>>60\" is no condition, but a text to find"; empty: there is nothing to say.
std::string unread_text(const QueryWords& words);

}  // namespace app
