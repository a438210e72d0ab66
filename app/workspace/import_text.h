// A plan and a report in words, for the command line, the window's messages and the stored report.
// Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/import.h"

namespace app {

// Where the words are read: what can be chosen is named as an option of the command line, or as a part of the dialog.
enum class ReadIn { Terminal, Window };

// One part of a plan: "Classes", and a line for each of them.
struct PlanSection {
  std::string title;
  std::vector<std::string> lines;
};
std::vector<PlanSection> sections_of(const ImportPlan& plan, const ImportChoices& choices,
                                     ReadIn read_in = ReadIn::Terminal);

// What must be known after the import too: what was assumed, kept, changed and left out.
// `whole` false: only a part of the images was imported; what the plan counts of all of them is left out.
std::vector<std::string> remarks_of(const ImportPlan& plan, const ImportChoices& choices, bool whole = true);

// Of them, the first line of each: what must be looked at before the import.
std::vector<std::string> headlines_of(const ImportPlan& plan, const ImportChoices& choices, ReadIn read_in);

// Of those of one kind: "12 images have another label in the source, 3 have none here"
std::string title_of(const std::vector<Conflict>& conflicts);
// "ISIC_0024306.jpg  label: nv → mel"
std::string line_of(const ImportPlan& plan, const Conflict& conflict);

// The whole plan, section by section.
std::string describe(const ImportPlan& plan, const ImportChoices& choices);

// "5,984 images in 7 classes"
std::string headline_of(const ImportPlan& plan);

}  // namespace app
