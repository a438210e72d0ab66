// Decisions about labels: every one is an event in the append-only log, in one transaction, and undo
// is a new batch that reverses an old one.
//
//   submit_relabel(workspace, {.images = ids, .to = mel.id, .class_name = mel.name}, [&](const LabelOutcome& outcome) {
//     inbox.post([this, outcome] { outcome.failure ? put_back(outcome) : mark_saved(outcome); });
//   });
//
// The submit forms return at once; `done` is called once on the writer's thread, after the writer's
// subscriber, and must be short. The other forms wait, for the command line and tests.
// Any thread (the writer puts decisions in order), but not the writer's own for those that wait.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/workspace/workspace.h"
#include "db/labels.h"

namespace app {

struct RelabelRequest {
  std::vector<ImageId> images;
  std::optional<ClassId> to;  // empty: unlabelled
  std::string class_name;     // of `to`, for the name of the decision
  std::string reason;
  double seconds_spent = 0;
  bool model_visible = false;  // the prediction was on the screen
};

// Why a retired class is given to no image.
std::string retired_words(const std::string& class_name);

struct LabelOutcome {
  std::string name;                         // "Label 12 images as mel", "Undo: Label 12 images as mel"
  db::ChangeSet changes;                    // empty when nothing had to change, and after a failure
  std::optional<db::Failure> failure;       // nothing was saved, and why
  std::optional<db::Reversal> reversal;     // of undo and redo: whose decision it was, what was skipped
  std::optional<db::LabelBatch> of_others;  // there was nothing of one's own to undo, but this newest decision
};
using LabelDone = std::function<void(const LabelOutcome&)>;

// Refused where the class was retired meanwhile.
void submit_relabel(Workspace& workspace, const RelabelRequest& request, LabelDone done);
void submit_undo(Workspace& workspace, LabelDone done);
void submit_redo(Workspace& workspace, LabelDone done);
// Takes back this very decision, whatever came after it.
void submit_undo_of(Workspace& workspace, db::BatchId decision, LabelDone done);

struct LabelChange {
  std::string name;             // "Label 12 images as mel"
  std::vector<ImageId> images;  // that changed; those already labelled so are left out
  std::size_t changed = 0;      // labels, edits and pairs
  std::size_t kept = 0;         // by undo and redo: decided otherwise since
  std::int64_t label_revision = 0;
};

// Throw db::Error when nothing was saved.
LabelChange relabel(Workspace& workspace, const RelabelRequest& request);
// Empty when there is nothing of one's own to undo or redo.
std::optional<LabelChange> undo_label(Workspace& workspace);
std::optional<LabelChange> redo_label(Workspace& workspace);

}  // namespace app
