// Which group of a run each class of the list belongs to: as the run was trained, or as its target says where that was
// not kept; and whether two runs answer one question. Any thread; pure functions.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "app/table/class_list.h"
#include "app/table/run_scores.h"

namespace app {

// By the class's place in the list; -1: in none. Empty: the run cannot be measured, and `problem` says why.
std::vector<int> groups_of_classes(const RunScores& run, const ClassList& list, std::string& problem);

// What a run was asked: to tell these groups apart, with these classes in them.
struct RunQuestion {
  std::string target;
  std::vector<std::string> groups;
  std::unordered_map<ClassId, int> group_of_class;  // empty: not known
};
RunQuestion question_of(const RunScores& run);
// Groups of the same names may be of other classes. Where these are not known, the target has to be the same.
bool same_question(const RunQuestion& a, const RunQuestion& b);

}  // namespace app
