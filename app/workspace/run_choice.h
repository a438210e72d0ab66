// Which run is meant where none is named, and whether an epoch that was named exists.
// Any thread; pure queries.
#pragma once

#include <optional>
#include <string>

#include "app/core/types.h"
#include "db/runs.h"

namespace app {

// The newest run that is not deleted and has a best epoch; a deleted one answers only where it is named.
std::optional<db::Run> newest_run_with_epoch(const db::Readable& from);

// Throws where the run has epochs and this is none of them: "ATTEMPT: run 1 has the epochs 1 to 3, ...". 0 is the best.
void require_epoch(const db::Readable& from, RunId run, int epoch, const std::string& attempt);

}  // namespace app
