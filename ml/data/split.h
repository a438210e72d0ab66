// Which groups of images are held out of training for validation.
//
// Use: `const bool validates = held_out(lesion_id, seed, 0.2);`
// It is a function of the group's key: all photographs of a lesion land together, and adding images later never moves
// the ones that are there. The share holds on average, not exactly.
// Threads: any thread; a pure function.
#pragma once

#include <cstdint>
#include <string_view>

namespace ml {

// `share` from 0, which holds nothing out, to 1.
bool held_out(std::string_view group_key, std::uint64_t seed, double share);

}  // namespace ml
