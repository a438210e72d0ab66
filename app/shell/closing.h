// The window goes when everything that was decided is saved: closing waits for the writer, without holding up the main
// thread. Where something was not saved, that is said and the window stays.
//
//   Closing closing(workspace, inbox, toaster, [&] { host.quit(); });
//   closing.begin();
//
// Main thread only, but for the writer's answer.
#pragma once

#include <cstdint>
#include <functional>

#include "app/core/inbox.h"
#include "app/shell/toaster.h"
#include "app/workspace/workspace.h"

namespace app {

class Closing {
 public:
  Closing(Workspace& workspace, Inbox& inbox, Toaster& toaster, std::function<void()> go)
      : workspace_(workspace), inbox_(inbox), toaster_(toaster), go_(std::move(go)) {}

  void begin();

 private:
  void settled();

  Workspace& workspace_;
  Inbox& inbox_;
  Toaster& toaster_;
  std::function<void()> go_;
  bool waiting_ = false;
  std::uint64_t errors_before_ = 0;
};

}  // namespace app
