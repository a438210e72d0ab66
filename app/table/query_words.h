// What is typed into the search field: words to be found, and conditions on measures among them.
//
//   parse_query("back sharpness<20 aspect>=1.5")  // text "back", two conditions
//
// A word that is no condition is searched as it stands. Any thread; a pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/table/measures.h"

namespace app {

struct MeasureCondition {
  Measure measure = Measure::Sharpness;
  bool below = false;  // < or <=, else > or >=
  bool or_equal = false;
  float bound = 0;

  bool holds(float value) const {  // never for what was not measured
    if (or_equal && value == bound) return true;
    return below ? value < bound : value > bound;
  }
};

struct QueryWords {
  std::string text;
  std::vector<MeasureCondition> conditions;
};

QueryWords parse_query(std::string_view typed);

}  // namespace app
