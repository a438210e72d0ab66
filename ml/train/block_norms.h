// How long the gradients of each block are, and how far the optimiser moves it in a step: the mean over a few batches
// of an epoch. A block is a numbered part of the network, "features.12", "classifier.1".
//
// Use: `if (norms.wants(step)) norms.before(parameters, gradients); adam.step(...); norms.after(parameters);`
//      at the end of the epoch `norms.take()`
// The cost is one copy of the parameters and two passes over them in at most kSamples batches of an epoch.
// Threads: one thread at a time; the owner decides.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "ml/network/parameter_slice.h"

namespace ml {

struct BlockNorm {
  std::string block;
  double gradient = 0;  // of the batch's loss, before clipping; Euclidean
  double update = 0;    // of what one step changed
};

// "features.12.conv.0.1.weight" is of "features.12".
std::string block_of(const std::string& tensor);

class BlockNorms {
 public:
  static constexpr std::size_t kSamples = 4;

  BlockNorms(std::span<const ParameterSlice> slices, std::size_t steps_per_epoch);

  bool wants(std::size_t step) const { return step % every_ == 0; }
  void before(std::span<const float> parameters, std::span<const float> gradients);
  void after(std::span<const float> parameters);  // of the batch that was given to before()
  std::vector<BlockNorm> take();                  // and begins anew

 private:
  struct Part {
    std::size_t block;
    std::size_t offset, size;
  };

  std::size_t every_;
  std::vector<std::string> names_;
  std::vector<Part> parts_;
  std::vector<float> old_;  // empty: nothing waits for after()
  std::vector<double> gradients_, updates_;
  std::size_t samples_ = 0;
};

}  // namespace ml
