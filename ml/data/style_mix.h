// MixStyle (Zhou et al. 2021, "Domain Generalization with MixStyle", section 3.2): each channel of a sample takes, to a
// drawn share, the mean and the deviation of a partner's. What the picture shows and its label stay; how it was
// lighted and with which camera it was taken is learnt less.
//
// Use: `mix_style(0.1, maps, n, {.channels = 3}, CounterRng(seed, stream));` on the way into layers that learn.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>
#include <span>

#include "ml/random/counter_rng.h"

namespace ml {

// How the numbers of one sample lie: (channels,H,W), or (H,W,channels) as the layers keep activations.
struct MapLayout {
  std::size_t channels = 1;
  bool channels_last = false;
};

// maps holds n samples. Half of all batches are left as they are, as in the paper; in the others every sample has
// a partner and a share from Beta(alpha, alpha) of its own.
void mix_style(double alpha, std::span<float> maps, std::size_t n, const MapLayout& layout, CounterRng rng);

}  // namespace ml
