// An evaluation by the parts of one column, sources above all, as one table (app/table/part_table.h), in words and as
// JSON: what `nevus eval --by source`, `nevus train --leave-out` and the report say of sources.
//
//   const PartTable table = evaluate_parts(workspace, outcome, "source", "");
//   print(parts_text(table));
//
// One thread at a time; the owner decides.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/table/part_table.h"
#include "app/workspace/evaluate_model.h"

namespace app {

// `group` empty: the last. Throws std::invalid_argument on a column or a group that is not there, naming those that
// are. `before_fifth`: with the intervals of reports of the fourth edition and before.
PartTable evaluate_parts(const Workspace& workspace, const EvaluateOutcome& outcome, const std::string& column,
                         const std::string& group, std::optional<double> sensitivity = std::nullopt,
                         bool before_fifth = false);

// Which of the groups, or the last where none is named.
int group_index(const std::vector<std::string>& groups, const std::string& name);

Json part_json(const PartTable& table, const PartLine& line, const std::string& name);
Json parts_json(const PartTable& table);

// One line a part, aligned, the parts' remarks below; then all together and what the intervals were drawn over.
std::string parts_text(const PartTable& table);

// What the intervals of several parts were drawn over; where they differ, from the fewest draws to the most.
std::string drawn_text(const std::vector<DrawnOver>& parts);

// The same for lines of several tables: leave-one-source-out has one of each run.
struct NamedPart {
  std::string name;
  const PartTable* table = nullptr;
  const PartLine* line = nullptr;
  std::vector<std::string> more = {};  // cells before the numbers
};
std::string part_lines_text(const std::string& title, const std::vector<std::string>& more_titles,
                            const std::vector<NamedPart>& parts);

}  // namespace app
