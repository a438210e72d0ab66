// Short messages to the user, as the models and pages give them; the shell shows them as toasts.
// Main thread only.
#pragma once

#include <string>

namespace app {

enum class MessageKind { Info, Success, Warning, Error };

class Messages {
 public:
  virtual ~Messages() = default;
  // `undo` offers to undo beside the message.
  virtual void show(MessageKind kind, std::string title, std::string detail = "", bool undo = false) = 0;
};

}  // namespace app
