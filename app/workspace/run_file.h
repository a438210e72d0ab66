// What is kept with a run stands in its row and in its model's file. The row is written first; the file follows from
// the row as it stands then, both under the run's lock, so that two who keep something at once leave row and file
// alike. The file of a run that is being trained is the trainer's: there the row alone keeps it, and the trainer takes
// it from there. A run whose file is gone or damaged has its row.
//
//   keep_in_row_and_file(workspace, run, [&] { writer.transact_and_wait(…); },
//                        [](ml::Model& model, const db::Run& row) { … });
//
// Any thread but the writer's; waits for others who keep something.
#pragma once

#include <functional>

#include "app/core/types.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "ml/model/model.h"

namespace app {

void keep_in_row_and_file(Workspace& workspace, RunId run, const std::function<void()>& write_row,
                          const std::function<void(ml::Model&, const db::Run&)>& put_in_file);

}  // namespace app
