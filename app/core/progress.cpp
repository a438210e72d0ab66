#include "app/core/progress.h"

#include <utility>

namespace app {
namespace {
constexpr std::chrono::milliseconds kQuiet{100};
constexpr double kEarliestEstimate_s = 0.5;  // before that the rate is mostly start-up
}  // namespace

Progress::Progress(OnProgress listener, std::string what, long total)
    : listener_(std::move(listener)),
      report_{std::move(what), 0, total, -1},
      started_(std::chrono::steady_clock::now()),
      last_told_(started_ - kQuiet) {
  update(0);
}

void Progress::update(long done) {
  const auto now = std::chrono::steady_clock::now();
  if (!listener_ || (done != report_.total && now - last_told_ < kQuiet)) return;
  last_told_ = now;
  report_.done = done;
  const double elapsed_s = std::chrono::duration<double>(now - started_).count();
  if (done > 0 && elapsed_s > kEarliestEstimate_s) {
    report_.seconds_left = elapsed_s / static_cast<double>(done) * static_cast<double>(report_.total - done);
  }
  listener_(report_);
}

}  // namespace app
