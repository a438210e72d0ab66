// What a head reads of a chain of units: the mean over the places of each channel of the last map; then, of every unit
// that is marked `pooled`, in their order, the mean of each channel and after these the deviation of each,
// sqrt(variance + 1e-5). Earlier blocks keep texture and colour that the last map has given up for ImageNet's classes.
//
//   for (const PooledPart& part : pooled_parts(units)) read(row.subspan(part.offset, 2 * part.channels));
//
// Threads: any thread; plain values.
#pragma once

#include <cstddef>
#include <vector>

#include "ml/arch/unit_spec.h"

namespace ml {

// `channels` means at `offset` of the row, as many deviations behind them.
struct PooledPart {
  std::size_t unit = 0;  // index in the chain
  std::size_t offset = 0;
  std::size_t channels = 0;
  std::size_t places = 0;
};

// Without the last map, whose means begin the row.
std::vector<PooledPart> pooled_parts(const std::vector<UnitSpec>& units);
// Floats of a row.
std::size_t pooled_length(const std::vector<UnitSpec>& units);
// Floats of what a row was made from: the last map, then that of every part, each (places, channels in memory).
std::size_t maps_length(const std::vector<UnitSpec>& units);

}  // namespace ml
