// `nevus train --leave-out`: what is printed of runs that left sources out, and one run after another for each source.
// Main thread only.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/cli/outcome.h"
#include "app/workspace/training.h"

namespace app::cli {

// Whether every source shall be left out in turn. Throws std::runtime_error where others are named beside it.
bool leaves_each_out(const std::vector<std::string>& leave_out);

// The left-out sources of a run that has ended, below what was said of it.
void add_left_out(Workspace& workspace, RunId run, bool calibrated, Outcome& outcome);

// Trains without each source of the target in turn. One that fails is a row of the table.
using TrainWithout = std::function<TrainOutcome(const std::string& source)>;
Outcome leave_each_out(Workspace& workspace, const std::string& target, bool calibrated, const TrainWithout& train,
                       const std::stop_token& stop);

}  // namespace app::cli
