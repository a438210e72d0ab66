// Short messages to the user, as the models and pages give them; the shell shows them as toasts and keeps them in a
// list. And questions, before something is done that is much work to do again. Main thread only.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "app/core/command_queue.h"

namespace app {

enum class MessageKind { Info, Success, Warning, Error };

struct Message {
  MessageKind kind = MessageKind::Info;
  std::string title;
  std::string detail = {};       // may hold several lines
  std::int64_t undo_batch = 0;   // the decision it offers to take back; 0: none
  std::string whole = {};        // what the list of messages has instead of the detail; empty: the detail
  std::string topic = {};        // takes the place of an earlier message of the same topic; empty: of none
  std::int64_t import = 0;       // the import whose report it is, which it offers to take back; 0: of none
  std::string action = {};       // of the action table, which it offers; empty: none
  std::string action_text = {};  // "Show the changed files"
};

// Answered with its own words or with Cancel.
struct Question {
  std::string title;   // "Remove the label of 5,984 images?"
  std::string detail;  // what it would do; may hold several lines
  std::string yes;     // "Remove 5,984 labels"
  Command on_yes;
  bool late = false;  // it comes some time after the key that led to it: Enter, meant for something else, cancels it
};

class Messages {
 public:
  virtual ~Messages() = default;
  virtual void show(Message message) = 0;
  // The decision was taken back by other means: no message offers it any more.
  virtual void withdraw_undo(std::int64_t batch) = 0;
  // The same of all that messages of this topic say.
  virtual void withdraw(const std::string& topic) = 0;
  virtual void ask(Question question) = 0;

  void show(MessageKind kind, std::string title, std::string detail = "") {
    show(Message{kind, std::move(title), std::move(detail)});
  }
};

}  // namespace app
