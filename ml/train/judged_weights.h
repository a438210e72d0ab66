// The weights that are judged and kept, where they are others than those that learn: their running mean, and of what
// was learnt only a share, the rest as the phase began.
//
// Use: `JudgedWeights judged(network, config);` before the first step, `judged.observe(parameters, step)` after each;
//      `judged.exchange(network)` puts them in, and the next call takes them out again.
// Threads: one thread at a time; the owner decides.
// Ownership: the mean, and where a share is asked for the network as it began.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ml/network/network.h"
#include "ml/train/train_config.h"

namespace ml {

class JudgedWeights {
 public:
  JudgedWeights(const Network& network, const TrainConfig& config);

  // `step` counts from 0 over the whole run.
  void observe(std::span<const float> parameters, std::int64_t step);
  void exchange(Network& network);
  // What a resumed run needs; empty where no mean is kept.
  const std::vector<float>& average() const { return average_; }
  void restore(std::vector<float> average) { average_ = std::move(average); }

 private:
  float decay_;
  float share_;
  std::vector<float> average_;   // of the parameters
  std::vector<float> start_;     // a snapshot; empty when all is kept
  std::vector<float> learning_;  // a snapshot, while the judged ones are in the network
};

}  // namespace ml
