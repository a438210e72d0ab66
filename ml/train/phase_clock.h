// How fast a stage of the work is, from what it has done itself: images a second and the time that is left. What was
// done before it began (kept features) counts as done and not as speed.
// Threads: one thread at a time; the owner decides.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>

#include "ml/train/train_listener.h"

namespace ml {

inline double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

class PhaseClock {
 public:
  PhaseClock(std::string_view name, std::size_t already, std::size_t total)
      : name_(name), already_(already), total_(total) {}

  double seconds() const { return seconds_since(began_) - paused_s_; }
  void leave_out(double paused_s) { paused_s_ += paused_s; }
  PhaseReport at(std::size_t done) const {
    PhaseReport report{.name = name_, .done = done, .total = total_};
    const double spent = seconds();
    if (done <= already_ || spent <= 0) return report;
    report.images_per_second = static_cast<double>(done - already_) / spent;
    report.seconds_left = static_cast<double>(total_ - std::min(done, total_)) / report.images_per_second;
    return report;
  }

 private:
  std::string_view name_;
  std::size_t already_, total_;
  double paused_s_ = 0;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace ml
