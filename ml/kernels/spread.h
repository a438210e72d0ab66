// Mean and deviation of each channel over the places of a map, for heads that read earlier blocks, and their gradient.
// The deviation is sqrt(variance + 1e-5), the variance that of all places.
// Threads: called from one thread, on which it runs. Ownership: every array is the caller's.
#pragma once

#include <cstddef>

namespace ml {

// Where the channels of n maps lie: channels last (n, places, channels), or groups of them (n, groups, places, block),
// the last group padded; channels last is one group of all. And rows of results, the first of which is written here:
// `channels` means, then as many deviations, the next image's `row` floats behind.
struct SpreadLayout {
  std::size_t n = 0, places = 0, channels = 0;
  std::size_t block = 0;
  std::size_t row = 0;
};

void spread(const float* map, const SpreadLayout& layout, float* rows);
// map_gradient (laid out as the map) += the gradient of the rows' means and deviations.
void add_spread_gradient(const float* map, const SpreadLayout& layout, const float* rows, const float* row_gradients,
                         float* map_gradient);

}  // namespace ml
