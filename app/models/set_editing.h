// What this window decides of images beside their labels: which split they are in, and whether they belong to the
// set. Saved by the writer; the feed then shows it. The main thread never waits for the disk.
//
//   if (auto question = editing.question_before(wanted)) messages.ask(*question); else editing.decide(wanted);
//
// Main thread only; the writer's answers come through the inbox.
#pragma once

#include <optional>
#include <string>

#include "app/core/inbox.h"
#include "app/models/commands.h"
#include "app/models/messages.h"
#include "app/models/models.h"
#include "app/workspace/workspace.h"

namespace app {

class SetEditing {
 public:
  SetEditing(Workspace& workspace, const Models& models, Inbox& inbox, Messages& messages)
      : workspace_(workspace), models_(models), inbox_(inbox), messages_(messages) {}

  // "Move 12 images to val", "Remove 1 image from the set"
  static std::string name_of(const MoveImages& wanted);
  // Before many change at once. Absent: they are few.
  std::optional<Question> question_before(const MoveImages& wanted) const;
  void decide(const MoveImages& wanted);
  void split(const SplitPlan& plan);

 private:
  void submit(const std::string& name, db::Writer::Work work);

  Workspace& workspace_;
  const Models& models_;
  Inbox& inbox_;
  Messages& messages_;
};

}  // namespace app
