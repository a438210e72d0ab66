// The imports of a workspace as their reports keep them, and taking one of them back: its labels and changes are
// reversed and the images it added leave the set, as one step that redo makes again.
//
//   for (const PastImport& past : past_imports(reader)) …          newest first
//   submit_undo_import(workspace, past.id, [&](const LabelOutcome& outcome) { … });
//
// Reading: one thread at a time, the owner of the Readable decides. Undoing: any thread but the writer's own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/workspace/import.h"
#include "app/workspace/labelling.h"

namespace app {

struct PastImport {
  std::int64_t id = 0, at_ms = 0;
  std::string source;
  std::string title;               // "Imported 5,984 images from HAM10000, 3 already here"
  std::vector<std::string> lines;  // what else was said of it, unreadable files included
  std::vector<ImportFailure> failures;
  Json summary;  // as stored; an empty object for an import of an older version
  bool undone = false;
  bool can_undo = false;
};

std::vector<PastImport> past_imports(const db::Readable& from);

// The submit form returns at once, as those of labelling.h; a refusal is the outcome's failure.
void submit_undo_import(Workspace& workspace, std::int64_t import, LabelDone done);
// Waits. Throws db::Error: there is no such import, it is undone already, or it is too old to be undone.
LabelChange undo_import(Workspace& workspace, std::int64_t import);

}  // namespace app
