// Plays the epochs of the shown run like a film: one after another, until the last, or until it is stopped.
// Main thread only.
#pragma once

#include <chrono>
#include <optional>

#include "app/core/command_queue.h"
#include "app/models/models.h"

namespace app {

class EpochPlayer {
 public:
  // From the shown epoch on, or from the first where that is the last.
  void start_or_stop(const Models& models);
  bool playing() const { return next_.has_value(); }
  // Once a frame: asks for the next epoch when it is time, and says in how many milliseconds it wants a frame again.
  std::optional<int> update(const Models& models, CommandQueue& commands);

 private:
  using Clock = std::chrono::steady_clock;
  std::optional<Clock::time_point> next_;
  int asked_ = 0;
};

}  // namespace app
