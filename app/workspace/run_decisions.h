// What was decided over a run's answers, when the run goes on: a threshold that a rule chose and what is referred to a
// person speak of the weights of one epoch. Where another epoch becomes the best they are forgotten, and that is said;
// where it stays the best they go into the model's file again.
//
//   const FormerDecisions former = former_decisions(workspace, reader, run);   // before it goes on
//   notes = forget_of_other_epoch(workspace, run, former, best_epoch);         // as it ends
//   carry(model, former, best_epoch, row_of_run);                              // then save the model
//
// One thread at a time. A plain value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "ml/familiarity/referral.h"

namespace app {

struct FormerDecisions {
  int epoch = 0;  // that was the best; 0: none was
  std::optional<ml::Referral> referral;
};

// A model that cannot be read has none.
FormerDecisions former_decisions(const Workspace& workspace, const db::Readable& from, db::RunId run);

std::vector<std::string> forget_of_other_epoch(Workspace& workspace, db::RunId run, const FormerDecisions& former,
                                               int best_epoch);

void carry(ml::Model& model, const FormerDecisions& former, int best_epoch, const db::Run& run);

}  // namespace app
