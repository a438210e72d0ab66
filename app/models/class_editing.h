// Changes of the list of classes from this window. Checked and written on the writer's thread; the feed then shows
// the list. What is refused is said with the reason.
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

class ClassEditing {
 public:
  ClassEditing(Workspace& workspace, const Models& models, Inbox& inbox, Messages& messages)
      : workspace_(workspace), models_(models), inbox_(inbox), messages_(messages) {}

  static std::string name_of(const ClassChange& change);  // "Merge class a into b"
  // Before a merge, which changes labels. Absent: it is done at once.
  std::optional<Question> question_before(const ClassChange& change) const;
  void decide(const ClassChange& change);

 private:
  std::vector<std::string> moved(const ClassChange& change) const;  // the names in their new order

  Workspace& workspace_;
  const Models& models_;
  Inbox& inbox_;
  Messages& messages_;
};

}  // namespace app
