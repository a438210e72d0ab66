// What one committed transaction changed, by id and value, so that a view changes those rows only.
// Ids are sorted and unique; an image has at most one move.
// Any thread. A plain value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/ids.h"

namespace db {

struct LabelMove {
  ImageId image = 0;
  std::optional<ClassId> from, to;  // before and after the transaction, whatever happened in between
  bool relabelled = false;          // `to` differs from the class it was imported with
};

// Names of the decisions which undo and redo would act on; empty: nothing of one's own.
struct UndoNames {
  std::string undo, redo;
};

struct ChangeSet {
  std::string name;  // of the transaction: "Label 12 images as mel"
  std::vector<LabelMove> labels;
  std::vector<ImageId> images_added;
  std::vector<ImageId> images_edited;  // path, split, metadata, missing
  std::vector<RunId> runs;             // any row of the run changed
  std::vector<ClassId> classes;
  std::vector<TargetId> targets;
  std::vector<std::string> settings;  // keys
  std::vector<BatchId> batches;       // label batches written
  bool import_reports = false;
  std::vector<ImageId> images_measured;  // what was read off the file or the picture
  bool kept_apart = false;               // pairs were found to be no duplicates, or that was taken back
  EventId label_revision = 0;            // after the transaction
  std::optional<UndoNames> undo_names;   // after the transaction; given when it wrote label batches

  bool labels_changed() const { return !batches.empty(); }
  bool empty() const {
    return labels.empty() && images_added.empty() && images_edited.empty() && runs.empty() && classes.empty() &&
           targets.empty() && settings.empty() && batches.empty() && !import_reports && images_measured.empty() &&
           !kept_apart;
  }
  std::vector<ImageId> images() const;  // added, edited or labelled; sorted and unique
};

// Sorts the lists and folds several moves of one image, in the order they were made, into one.
void tidy(ChangeSet& changes);

}  // namespace db
