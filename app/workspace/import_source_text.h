// The data sets that the images of a plan belong to: what a column, a person or the folder's name makes them.
// Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/import_plan.h"
#include "app/workspace/import_text.h"

namespace app {

struct SourceCount {
  std::string name;
  long images = 0;
  bool said = false;  // by a column or by a person; else it is the name of what was imported
};
// In the order of their first image.
std::vector<SourceCount> source_counts(const ImportSource& source);

PlanSection source_section(const ImportPlan& plan, ReadIn read_in);

}  // namespace app
