// The few loops over whole activations that oneDNN does not fuse for us. Padding lanes hold zeros and stay zero.
// Threads: called from one thread; the work is shared among its OpenMP team.
// Ownership: every array is the caller's.
#pragma once

#include <cstddef>

namespace ml {

// to += from
void add_into(float* to, const float* from, std::size_t count);

// gradient becomes 0 where ReLU6's output is 0 or 6.
void mask_by_relu6(float* gradient, const float* output, std::size_t count);

// Mean over the places: channels-last (n, places, channels) -> n rows of channels, `row` floats apart.
void pool_channels_last(const float* map, std::size_t n, std::size_t places, std::size_t channels, float* pooled,
                        std::size_t row);

// The same for groups of channels: (n, groups, places, block); the last group may be padded.
void pool_blocked(const float* map, std::size_t n, std::size_t places, std::size_t channels, std::size_t block,
                  float* pooled, std::size_t row);
void unpool_blocked(const float* pooled_gradient, std::size_t row, std::size_t n, std::size_t places,
                    std::size_t channels, std::size_t block, float* map_gradient);

}  // namespace ml
