// Where failures end: everything the workbench does in a frame, its opening included, runs in here. An exception
// becomes a message that names what was being done, and nothing else changes.
//
//   boundary.run("Label as mel", [&] { commands.apply(command); });     // "Label as mel" failed: …
//
// Main thread only.
#pragma once

#include <exception>
#include <string>

#include "app/models/messages.h"

namespace app {

class Boundary {
 public:
  explicit Boundary(Messages& messages) : messages_(messages) {}

  // False when the work failed.
  template <typename Work>
  bool run(const std::string& what, Work&& work) {
    try {
      work();
      return true;
    } catch (const std::exception& error) {
      messages_.show(MessageKind::Error, "\"" + what + "\" failed", error.what());
      return false;
    }
  }

 private:
  Messages& messages_;
};

}  // namespace app
