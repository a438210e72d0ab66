// Which group of a run each class of the list belongs to: as the run was trained, or as its target says where that was
// not kept. Any thread; a pure function.
#pragma once

#include <string>
#include <vector>

#include "app/table/class_list.h"
#include "app/table/run_scores.h"

namespace app {

// By the class's place in the list; -1: in none. Empty: the run cannot be measured, and `problem` says why.
std::vector<int> groups_of_classes(const RunScores& run, const ClassList& list, std::string& problem);

}  // namespace app
