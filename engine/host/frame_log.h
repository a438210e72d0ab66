// How long frames took in a scripted session, in stretches that end where pictures are taken.
//
// Use: `log.add(frame_ms); log.end_stretches(shots); ... log.take(shots);`
// Threads: main thread.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace engine {

// Frames built and drawn in a window between two pictures of a script.
struct FrameTimes {
  std::string until;  // file of the picture that ended them; empty: the script's end
  std::vector<float> frame_ms;
};

// Frame times, cut into stretches where pictures are taken.
class FrameLog {
 public:
  void add(float frame_ms) { current_ms_.push_back(frame_ms); }
  void end_stretches(const std::vector<std::filesystem::path>& shots) {
    for (; ended_ < shots.size(); ++ended_) end_stretch(shots[ended_].filename().string());
  }
  std::vector<FrameTimes> take(const std::vector<std::filesystem::path>& shots) {
    end_stretches(shots);
    end_stretch("");
    return std::move(all_);
  }

 private:
  void end_stretch(const std::string& until) {
    if (!current_ms_.empty()) all_.push_back({until, std::exchange(current_ms_, {})});
  }

  std::vector<FrameTimes> all_;
  std::vector<float> current_ms_;
  std::size_t ended_ = 0;
};

}  // namespace engine
