// Work that other threads hand to the main thread: closures with their results by value, run in
// order at the start of a frame.
// post: any thread. run_all: the main thread.
#pragma once

#include <functional>
#include <utility>

#include "app/core/channel.h"

namespace app {

class Inbox {
 public:
  using Task = std::function<void()>;
  explicit Inbox(std::function<void()> wake) : tasks_(std::move(wake)) {}

  void post(Task task) { tasks_.push(std::move(task)); }
  void run_all() {
    for (const Task& task : tasks_.take()) task();
  }

 private:
  Channel<Task> tasks_;
};

}  // namespace app
