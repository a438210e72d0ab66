// What `nevus eval` says beside its metrics: how many of the images are unlike those the model was trained on, and with
// --risk-coverage which doubt finds its errors. Main thread only.
#pragma once

#include <optional>
#include <string>

#include "app/cli/outcome.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/workspace.h"

namespace app::cli {

struct DoubtQuestion {
  std::string other;  // folder of the workspace that has the images; empty: the run's own
  bool risk_coverage = false;
  std::optional<RunId> run;  // of the workspace, beside which heads are trained; absent: the evaluation says
  Questions questions;
};

void add_doubt(const Workspace& workspace, const EvaluateOutcome& done, const DoubtQuestion& question,
               Outcome& outcome);

}  // namespace app::cli
