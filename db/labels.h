// Who decided what, and when: an append-only log of label events in batches, and undo as a new
// batch which reverses an old one. The image's current label is kept in step in the same transaction.
// Each event carries the hash of the one before it, so a later change of the log can be found.
// One thread at a time; the owner of the Reader or Transaction decides. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/ids.h"
#include "db/reader.h"
#include "db/writer.h"

namespace db {

enum class LabelSource { Import, User, Undo, Redo, Rule };
const char* name_of(LabelSource source);  // "import", "user", ...

struct LabelChange {
  ImageId image = 0;
  std::optional<ClassId> to;            // empty: unlabelled
  std::optional<double> seconds_spent;  // on this image
};

struct LabelOrigin {
  LabelSource source = LabelSource::User;  // Import, User or Rule; undo and redo have their functions
  std::string reason = "";
  bool model_visible = false;  // predictions were on the screen while it was decided
};

struct LabelEvent {
  EventId id = 0;
  std::int64_t at_ms = 0;
  std::string who;
  ImageId image = 0;
  std::optional<ClassId> from, to;
  std::string reason;
  LabelSource source = LabelSource::User;
  std::optional<double> seconds_spent;
  bool model_visible = false;
  BatchId batch = 0;
  std::string branch = "main";
  std::string previous_hash, hash;  // 64 hex digits; the first event's previous is empty
};

struct LabelBatch {
  BatchId id = 0;
  std::int64_t at_ms = 0;
  std::string who;
  std::string session;
  std::string name;  // "Label 12 images as mel"
  LabelSource source = LabelSource::User;
  std::optional<BatchId> undoes;  // the batch this one reverses
  std::int64_t events = 0;        // labels and edits
};

struct Reversal {
  BatchId batch = 0;  // the new one
  BatchId reversed = 0;
  std::string name;              // of the decision which was taken back or made again
  std::string who;               // made it
  std::size_t changed = 0;       // labels, edits and pairs
  std::size_t pairs = 0;         // that are kept apart no longer, or again
  std::vector<ImageId> skipped;  // decided otherwise since, or the place is another's by now; left as they are
  std::size_t kept = 0;          // classes and targets likewise, or in use since
};

// In the transaction's batch, which edits.h shares. Changes to the label an image already has are left out;
// empty when nothing remains.
std::optional<BatchId> set_labels(Transaction& transaction, std::span<const LabelChange> changes,
                                  const LabelOrigin& origin = {});
// Reverses what undoable() or redoable() names for the transaction's session; empty when there is nothing.
std::optional<Reversal> undo(Transaction& transaction);
std::optional<Reversal> redo(Transaction& transaction);
// Takes back this decision, whoever made it and whatever came after it; empty when it is no decision, or
// taken back already.
std::optional<Reversal> undo(Transaction& transaction, BatchId decision);
// Takes back what an import decided, and removes from the set the images it added; redo makes it again. Empty when
// its report names no batch, or it is taken back already.
std::optional<Reversal> undo_import(Transaction& transaction, std::int64_t import_report);

// One's own decision that undo would take back, or redo make again (batches of User and Rule; an import
// is undone by undo_import). Session says what is one's own. Both follow from the log alone, so they
// survive a restart.
std::optional<LabelBatch> undoable(const Readable& from, const Session& session);
std::optional<LabelBatch> redoable(const Readable& from, const Session& session);
UndoNames undo_names(const Readable& from, const Session& session);
// The newest decision that stands, whoever made it: to say whose it is when it is not one's own.
std::optional<LabelBatch> newest_decision(const Readable& from);

EventId label_revision(const Readable& from);                                // id of the last event; 0 before the first
std::vector<LabelEvent> label_history(const Readable& from, ImageId image);  // newest first
struct LabelLogLine {
  LabelEvent event;
  std::string image_path, from_class, to_class;  // empty class: unlabelled
};
std::vector<LabelLogLine> label_log(const Readable& from, std::size_t limit);    // newest first
std::vector<LabelBatch> label_batches(const Readable& from, std::size_t limit);  // newest first
std::unordered_map<BatchId, BatchId> reversals(const Readable& from);  // every undo and redo, and what it reverses

// The labels as they stood after event `revision`; unlabelled images are absent.
std::unordered_map<ImageId, ClassId> labels_at(const Readable& from, EventId revision);
// Images whose label differs from the class they were last imported with, by id.
std::vector<ImageId> relabelled_images(const Readable& from);

struct LogCheck {
  std::int64_t events = 0, edits = 0;
  std::vector<std::string> problems;  // in words; at most the first twenty of each
  bool sound() const { return problems.empty(); }
};
// Walks the chains of hashes of labels and edits, and compares what stands with the log.
LogCheck verify_log(const Readable& from);

}  // namespace db
