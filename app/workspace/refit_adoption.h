// A refit becomes a run of its own: its row with the run it came from, its model, its predictions of all images that
// the run had predictions of, and what validation says with the labels of now. Whole or not at all.
// One thread at a time (it waits for the writer: not the main thread).
#pragma once

#include "app/table/evaluation.h"
#include "app/workspace/refit.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"

namespace app {

struct Adoption {
  Refit refit;                  // of a changed model
  std::vector<ImageId> ids;     // of the table, by row
  Evaluation validation;        // of the refit, with the labels of now
  std::int64_t label_revision;  // those are
};

// Of a run's row: whether it came of this, so that no training made it.
bool is_refit(const db::Run& run);

// Gives the new run. Throws when there is no changed model to adopt, or when it cannot be written.
RunId adopt_refit(Workspace& workspace, const db::Reader& from, const Adoption& adoption);

}  // namespace app
