// The clauses of a filter that hold numbers of groups, and mean others once other groups are shown. Any thread.
#pragma once

#include <string>
#include <vector>

#include "app/table/class_list.h"
#include "app/table/filter.h"

namespace app {

// Takes them out, and gives what they said of this target: "labelled malignant", "predicted benign".
std::vector<std::string> drop_group_clauses(Filter& filter, const TargetFacts& target);

}  // namespace app
