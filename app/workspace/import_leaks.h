// Lesions and patients that stand on both sides of a split once an import is done: what it adds, and what is changed of
// images that are here, as chosen. Only groups that gain an image on a side are told.
// Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/import.h"
#include "app/workspace/import_standing.h"

namespace app {

// What stands of the images and groups that the plan touches.
LeakGround leak_ground(const ImportPlan& plan, const Standing& here);

// Needs the plan's ground.
std::vector<PlannedLeak> leaks_after(const ImportPlan& plan, const ImportChoices& choices);

// A line that begins with a blank is an example.
std::vector<std::string> leak_lines(const ImportPlan& plan, const ImportChoices& choices);

}  // namespace app
