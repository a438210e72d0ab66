// When the next frame is due, and with it how long the loop may sleep.
//
//   schedule.begin_logic_frame();  ... the app builds its frame and may ask: schedule.request_in(6000, now) ...
//   wait_events(schedule.timeout_ms(state, now));
//
// A frame that still wants another asks again: what the last one asked for is forgotten when the next begins.
// Main thread only; no clock of its own.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

namespace engine {

class FrameSchedule {
 public:
  static constexpr int kUnfinished_ms = 5;  // until work that waits for a frame is looked at again
  static constexpr int kForEver = -1;
  static constexpr double kRounding_ms = 1e-3;  // of times in seconds

  // What the drawing left behind.
  struct State {
    bool unfinished = false;  // uploads that wait for the next frame, a picture that is not presented yet
    bool arrived = false;     // pictures came onto the device that the last logic frame could not show yet
  };

  void begin_logic_frame() { due_s_.reset(); }
  void request_in(int ms, double now_s) {
    const double due_s = now_s + std::max(0, ms) / 1000.0;
    due_s_ = due_s_ ? std::min(*due_s_, due_s) : due_s;
  }

  // Milliseconds until the next frame is due: 0 now, kForEver when only an event can bring it.
  int timeout_ms(const State& state, double now_s) const {
    if (state.arrived) return 0;
    int sleep_ms = kForEver;
    if (due_s_) sleep_ms = static_cast<int>(std::ceil(std::clamp((*due_s_ - now_s) * 1000 - kRounding_ms, 0.0, 1e9)));
    if (!state.unfinished) return sleep_ms;
    return sleep_ms == kForEver ? kUnfinished_ms : std::min(sleep_ms, kUnfinished_ms);
  }

 private:
  std::optional<double> due_s_;
};

}  // namespace engine
