// Decisions about labels: every one is an event in the append-only log, in one transaction, and undo
// is a new batch that reverses an old one. Any thread (the writer puts them in order).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/workspace/workspace.h"

namespace app {

struct RelabelRequest {
  std::vector<ImageId> images;
  std::optional<ClassId> to;  // empty: unlabelled
  std::string reason;
  double seconds_spent = 0;
  bool model_visible = false;  // the prediction was on the screen
};

struct LabelChange {
  std::string name;             // "Label 12 images as mel"
  std::vector<ImageId> images;  // that changed; those already labelled so are left out
  std::int64_t label_revision = 0;
};

LabelChange relabel(Workspace& workspace, const RelabelRequest& request);
// Empty when there is nothing to undo or redo.
std::optional<LabelChange> undo_label(Workspace& workspace);
std::optional<LabelChange> redo_label(Workspace& workspace);

}  // namespace app
