// What happened in a run besides its epochs: marks where somebody or the trainer changed something, and how much each
// block of the network learned. Plain values. Any thread.
#pragma once

#include <limits>
#include <string>

namespace app {

// A run's event on the axis of epochs: 2.5 is in the middle of the third.
struct RunMark {
  float at = 0;
  std::string kind;  // "pause", "learning_rate", "branch", ...
  std::string text;  // in words: "rate 1e-4"
};

struct BlockNorm {
  std::string block;  // "features.12"
  float gradient = std::numeric_limits<float>::quiet_NaN();
  float update = std::numeric_limits<float>::quiet_NaN();
};

}  // namespace app
