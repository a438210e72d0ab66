// Decisions of this window: the table shows them at once, the writer saves them, and what could not be saved goes
// back, is said, and has the cursor on it. The main thread never waits for the disk.
//
//   labelling.decide(gallery.label_candidates(), class_index, {.advance = true});
//   labelling.undo();
//
// Main thread only; the writer's answers come through the inbox.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/core/inbox.h"
#include "app/models/messages.h"
#include "app/models/models.h"
#include "app/workspace/workspace.h"
#include "db/labels.h"

namespace app {

class Labelling {
 public:
  // `changed` is told of every change of the table that comes from here.
  using Changed = std::function<void(const Change&)>;
  Labelling(Workspace& workspace, Models& models, Inbox& inbox, Messages& messages, Changed changed);

  struct Manner {
    bool advance = false;  // to the next image, when one was labelled
    double seconds_spent = 0;
  };
  // "Label 12 images as mel"; class -1: unlabelled.
  std::string name_of(std::size_t images, int class_index) const;
  void decide(const std::vector<Row>& rows, int class_index, const Manner& manner);
  void undo() {
    reverse("Undo", [](db::Transaction& t) { return db::undo(t); });
  }
  void redo() {
    reverse("Redo", [](db::Transaction& t) { return db::redo(t); });
  }
  void undo_batch(db::BatchId batch) {
    reverse("Undo", [batch](db::Transaction& t) { return db::undo(t, batch); });
  }
  bool waiting() const { return waiting_ > 0; }  // for the writer

 private:
  using Reverse = std::function<std::optional<db::Reversal>(db::Transaction&)>;
  void reverse(const std::string& verb, Reverse apply);
  void saved(Ticket ticket, const std::vector<Row>& rows, const db::Outcome& outcome);
  void not_saved(Ticket ticket, const std::vector<Row>& rows, const db::Outcome& outcome);
  struct Reversed {
    std::optional<db::Reversal> mine;
    std::optional<db::LabelBatch> others;  // when there is nothing of one's own: the newest decision
  };
  void reversed(const std::string& verb, const Reversed& done, const db::Outcome& outcome);
  void show_moves(const db::ChangeSet& changes);

  Workspace& workspace_;
  Models& models_;
  Inbox& inbox_;
  Messages& messages_;
  Changed changed_;
  Ticket last_ = 0;
  int waiting_ = 0;
  // Decisions up to this one were made before the reader could know that one of them was not saved.
  Ticket stopped_until_ = 0;
};

}  // namespace app
