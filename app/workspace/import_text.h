// A plan and a report in words, for the command line, the window's messages and the stored report.
// Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/import.h"

namespace app {

// One part of a plan: "Classes", and a line for each of them.
struct PlanSection {
  std::string title;
  std::vector<std::string> lines;
};
std::vector<PlanSection> sections_of(const ImportPlan& plan, const ImportChoices& choices);

// What must be known after the import too: what was assumed, kept, changed and left out.
std::vector<std::string> remarks_of(const ImportPlan& plan, const ImportChoices& choices);

// The whole plan, section by section.
std::string describe(const ImportPlan& plan, const ImportChoices& choices);

// "5,984 images in 7 classes"
std::string headline_of(const ImportPlan& plan);

}  // namespace app
