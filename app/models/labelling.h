// Decisions of this window: the table shows them at once, the writer saves them, and what could not be saved goes
// back, is said, and has the cursor on it. The main thread never waits for the disk.
//
//   labelling.decide(gallery.label_candidates(), mel.id, {.advance = true});
//   labelling.undo();
//
// Main thread only; the writer's answers come through the inbox.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/core/inbox.h"
#include "app/models/commands.h"
#include "app/models/messages.h"
#include "app/models/models.h"
#include "app/workspace/labelling.h"
#include "app/workspace/workspace.h"

namespace app {

inline constexpr std::size_t kManyImages = 50;  // more at once are asked about

class Labelling {
 public:
  // `changed` is told of every change of the table that comes from here.
  using Changed = std::function<void(const Change&)>;
  Labelling(Workspace& workspace, Models& models, Inbox& inbox, Messages& messages, Changed changed);

  struct Manner {
    bool advance = false;  // to the next image, when one was labelled
    double seconds_spent = 0;
  };
  // Before many labels change at once, or one of an image whose file holds another picture than was imported: what
  // would change, and from what, or why what is seen would not be labelled. Absent: neither.
  std::optional<Question> question_before(const RelabelImages& wanted) const;
  // "Label 12 images as mel"; absent: unlabelled.
  std::string name_of(std::size_t images, std::optional<ClassId> to) const;
  // Throws std::runtime_error where the class is gone, or no longer given.
  void decide(const std::vector<Row>& rows, std::optional<ClassId> to, const Manner& manner);
  void undo();
  void redo();
  void undo_batch(db::BatchId batch);

 private:
  // What the writer's thread calls: hands the outcome to `answer` on the main thread.
  LabelDone answered_by(const std::string& what, std::function<void(const LabelOutcome&)> answer);
  void saved(Ticket ticket, const std::vector<Row>& rows, const LabelOutcome& outcome);
  void say_saved(const std::vector<Row>& rows, const LabelOutcome& outcome);
  std::string class_name(std::optional<ClassId> id) const;
  std::string described(const db::LabelMove& move) const;
  bool file_changed(Row row) const;
  void not_saved(Ticket ticket, const std::vector<Row>& rows, const LabelOutcome& outcome);
  void reversed(const std::string& verb, const LabelOutcome& outcome);
  std::string reversed_words(const std::string& verb, const LabelOutcome& outcome) const;
  void show_moves(const db::ChangeSet& changes);

  Workspace& workspace_;
  Models& models_;
  Inbox& inbox_;
  Messages& messages_;
  Changed changed_;
  Ticket last_ = 0;
  // Decisions up to this one were made before the reader could know that one of them was not saved.
  Ticket stopped_until_ = 0;
};

}  // namespace app
