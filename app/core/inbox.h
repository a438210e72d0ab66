// Work that other threads hand to the main thread: closures with their results by value, and what they do, in words,
// for the message when they fail. Taken in order at the start of a frame.
// post: any thread. take: the main thread.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/core/channel.h"

namespace app {

class Inbox {
 public:
  struct Task {
    std::string what;  // "Showing an image"
    std::function<void()> work;
  };
  explicit Inbox(std::function<void()> wake) : tasks_(std::move(wake)) {}

  void post(std::string what, std::function<void()> work) { tasks_.push({std::move(what), std::move(work)}); }
  std::vector<Task> take() { return tasks_.take(); }

 private:
  Channel<Task> tasks_;
};

}  // namespace app
