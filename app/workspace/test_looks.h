// How often numbers of the test split were seen. The split is sealed: every look is written down, cannot be taken back,
// and is told beside every figure of the split.
// Any thread with a reader of its own. Plain values.
#pragma once

#include <optional>
#include <string>

#include "app/core/types.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"

namespace app {

struct TestLooks {
  int in_all = 0;
  int of_run = 0;  // 0 where no run is meant
};

TestLooks test_looks(const db::Readable& from, std::optional<RunId> run);
// "the test split was looked at 3 times, 2 of them of this run"
std::string looks_text(const TestLooks& looks);
// Throws db::Error where the workspace is only viewed: a look that cannot be counted is refused.
void count_test_look(Workspace& workspace, const db::TestLook& look);

}  // namespace app
