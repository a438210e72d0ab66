// Progress of a long job: throttled, with an estimate of the time left. The worker calls `update`
// for every item; the listener hears at most ten times a second, and always the last.
// One thread at a time; the job owns it.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace app {

struct ProgressReport {
  std::string what;          // "Hashing and reading headers"
  long done = 0, total = 0;  // total 0: not known yet
  double seconds_left = -1;  // negative: not known yet
};

using OnProgress = std::function<void(const ProgressReport&)>;

class Progress {
 public:
  Progress(OnProgress listener, std::string what, long total);
  void update(long done);

 private:
  OnProgress listener_;
  ProgressReport report_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point last_told_;
};

}  // namespace app
