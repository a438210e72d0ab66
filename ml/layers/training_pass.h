// Names the random numbers of one training step: the same pass draws the same dropout masks.
// Threads: any thread; a plain value.
#pragma once

#include <cstdint>

namespace ml {

struct TrainingPass {
  std::uint64_t seed = 0;
  std::uint32_t step = 0;
  bool samples_only = false;  // Monte-Carlo dropout: masks are drawn, all else is as in evaluation
};

}  // namespace ml
