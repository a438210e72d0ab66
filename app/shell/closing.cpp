#include "app/shell/closing.h"

namespace app {

// Behind all that was handed to the writer; its answer comes after theirs.
void Closing::begin() {
  if (waiting_) return;
  if (workspace_.viewing()) return go_();
  waiting_ = true;
  errors_before_ = toaster_.errors();
  toaster_.show(Message{MessageKind::Info, "Closing", "What was decided is saved first.", 0, "", "closing"});
  workspace_.writer().submit(
      "Close the window", [](db::Transaction&) {},
      // The writer may answer when this is gone; the inbox is there until it has.
      [&inbox = inbox_, this](const db::Outcome&) { inbox.post("Close the window", [this] { settled(); }); });
}

// Its own failure says nothing: what had to be saved has answered by now.
void Closing::settled() {
  waiting_ = false;
  if (toaster_.errors() == errors_before_) return go_();
  toaster_.show(Message{MessageKind::Warning, "The window stays open", "Not everything was saved; see the messages.", 0,
                        "", "closing"});
}

}  // namespace app
