// Whether a report says what the workspace says. First the page against its own block: every visible value, and all the
// text around them. Then the block and the figures against what is computed again.
//
//   const ReportCheck check = check_report(page, &workspace, progress);
//   if (!check.sound()) for (const Difference& found : check.differences) print(found.item, found.reported,
//   found.found);
//
// Numbers of the test split that stand in the report are computed again without a further look. Counts and texts must
// be equal, other numbers to a millionth. One thread at a time. Throws where the page holds no block.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/core/json.h"
#include "app/core/progress.h"
#include "app/workspace/workspace.h"

namespace app {

struct Difference {
  std::string item;      // "results.auc"
  std::string reported;  // in the report
  std::string found;     // in its block, or computed again
  std::string where;     // "the page differs from its block", "computed again"
};

struct ReportCheck {
  std::size_t values = 0;   // compared with the workspace
  std::size_t cells = 0;    // compared with the block
  bool recomputed = false;  // false: no workspace was given
  std::vector<Difference> differences;
  std::vector<Difference> remarks;  // what a workspace is called and how often it was changed: no number hangs on it
  bool sound() const { return differences.empty(); }
};

// `workspace` may be null: then the page is held against its block only.
ReportCheck check_report(std::string_view page, Workspace* workspace, const OnProgress& progress);
std::string describe(const ReportCheck& check);
Json to_json(const ReportCheck& check);

}  // namespace app
