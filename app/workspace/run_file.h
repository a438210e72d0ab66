// What is kept with a run stands in its row and in its model's file. The row is written first; then, under the run's
// lock, the file follows from the row as it stands then. So two who keep something at once leave row and file alike,
// and so does a trainer who ends meanwhile: the file of a run that is being trained is the trainer's, who takes what is
// kept from the row before it lets go of the lock. A run whose file is gone or damaged has its row.
//
//   keep_in_row_and_file(workspace, run, [&] { writer.transact_and_wait(…); });
//   put_what_is_kept(model, row);                          // calibration and threshold; then save the model
//   if (const std::string what = kept_otherwise(model, row); !what.empty()) ...   // "calibration, threshold"
//
// Any thread but the writer's; waits for others who keep something.
#pragma once

#include <functional>
#include <string>

#include "app/core/types.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "ml/model/model.h"

namespace app {

void keep_in_row_and_file(Workspace& workspace, RunId run, const std::function<void()>& write_row);
void put_what_is_kept(ml::Model& model, const db::Run& row);
// Throws where what either says is damaged.
std::string kept_otherwise(const ml::Model& model, const db::Run& row);

}  // namespace app
