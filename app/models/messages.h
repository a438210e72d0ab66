// Short messages to the user, as the models and pages give them; the shell shows them as toasts and keeps them in a
// list. Main thread only.
#pragma once

#include <cstdint>
#include <string>

namespace app {

enum class MessageKind { Info, Success, Warning, Error };

struct Message {
  MessageKind kind = MessageKind::Info;
  std::string title;
  std::string detail = {};      // may hold several lines
  std::int64_t undo_batch = 0;  // the decision it offers to take back; 0: none
};

class Messages {
 public:
  virtual ~Messages() = default;
  virtual void show(Message message) = 0;
  // The decision was taken back by other means: no message offers it any more.
  virtual void withdraw_undo(std::int64_t batch) = 0;

  void show(MessageKind kind, std::string title, std::string detail = "") {
    show(Message{kind, std::move(title), std::move(detail), 0});
  }
};

}  // namespace app
