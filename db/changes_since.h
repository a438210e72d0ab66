// Following along with what other programs write: a mark is where a reader stands, and changes_since
// gives all that was committed after it as one ChangeSet, so that another window's work is applied like
// one's own.
//
//   const auto version = db::data_version(reader);          // each second: one cheap question
//   if (version != seen) {
//     const db::Reader::Snapshot snapshot(reader);           // the changes and the new mark belong together
//     apply(db::changes_since(reader, mark));
//     mark = db::mark_of(reader);
//   }
//
// Commits of the program's own Writer come again this way: applying a ChangeSet twice must do no harm.
// One thread at a time; the owner of the Reader or Transaction decides.
#pragma once

#include <cstdint>
#include <vector>

#include "db/change_set.h"
#include "db/ids.h"
#include "db/reader.h"

namespace db {

struct Mark {
  ImageId last_image = 0;
  EventId label_revision = 0;
  BatchId last_batch = 0;
  std::int64_t last_import_report = 0;
  std::int64_t image_edits = 0, run_edits = 0, class_edits = 0, target_edits = 0, setting_edits = 0;
};

// Another number than last time: some other connection (another program, or the own Writer) has
// committed. It compares only within one Reader.
std::int64_t data_version(const Readable& from);

Mark mark_of(const Readable& from);
// Without a name and undo_names. Of classes, targets and settings all are given when any changed.
ChangeSet changes_since(const Readable& from, const Mark& mark);
// The label part of it: one move for each image with an event after `revision`, by image.
std::vector<LabelMove> label_moves_since(const Readable& from, EventId revision);

}  // namespace db
