// One step of the weights: Adam, with rates that fall with the depth of a block and a pull of the backbone back to
// where the phase began.
//
// Use: `WeightUpdate update(network.slices(), network.parameters(), config);` before the first step; then per batch
//      `update.step(network.parameters(), network.gradients(), rate);`
// Threads: one thread at a time; the owner decides.
// Ownership: the optimiser's moments and, where a pull is asked for, a copy of the weights it pulls to.
#pragma once

#include <span>
#include <vector>

#include "ml/network/parameter_slice.h"
#include "ml/optim/adam.h"
#include "ml/train/train_config.h"

namespace ml {

// A block nearer to the image learns at `decay` times the rate of the one after it; the head at the full rate.
// Empty where all learn alike.
std::vector<RateStretch> rates_by_depth(std::span<const ParameterSlice> slices, float decay);

class WeightUpdate {
 public:
  // `start`: what the pull goes to, as the phase begins; a resumed run gives it again.
  WeightUpdate(std::span<const ParameterSlice> slices, std::span<const float> start, const TrainConfig& config);

  void step(std::span<float> parameters, std::span<const float> gradients, float rate);
  const AdamState& state() const { return adam_.state(); }
  void restore(AdamState state) { adam_.restore(std::move(state)); }

 private:
  Adam adam_;
  std::vector<RateStretch> stretches_;
  float pull_;
  std::size_t pulled_ = 0;    // the backbone's parameters, which come first
  std::vector<float> start_;  // of these; empty without a pull
};

}  // namespace ml
