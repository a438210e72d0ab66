// What is kept of many values so that a share of them can be named later: the value at the shares 0, 1/1000, ... 1,
// linear between neighbours. Any thread; a pure function.
#pragma once

#include <cstddef>
#include <vector>

namespace ml {

inline constexpr std::size_t kQuantiles = 1001;

// Needs a value.
std::vector<float> quantiles_of(std::vector<double> values);

}  // namespace ml
