// An evaluation cut into the parts of metadata columns, as the Errors page shows it: the same table, the same engine
// (app/table/slices.h).
//
//   for (const SlicedColumn& cut : evaluate_slices(workspace, outcome, {"site", "age"}, "mel"))
//   print(slices_text(cut));
//
// One thread at a time; the owner decides.
#pragma once

#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/table/slices.h"
#include "app/workspace/evaluate_model.h"

namespace app {

struct SlicedColumn {
  std::string column, group;
  std::vector<SliceRow> rows;  // worst AUC first
  std::vector<SliceDoubt> doubts;
};

// `group` empty: the last. Throws on a column or a group that is not there, naming those that are.
std::vector<SlicedColumn> evaluate_slices(const Workspace& workspace, const EvaluateOutcome& outcome,
                                          const std::vector<std::string>& columns, const std::string& group);

Json slices_json(const SlicedColumn& cut);
std::string slices_text(const SlicedColumn& cut);

}  // namespace app
