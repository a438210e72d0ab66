// Hairs and their shadows drawn over a picture, by the code that draws them for the demo set. The first hairs of more
// are those of fewer. Any thread; a pure function.
#pragma once

#include <cstdint>

#include "ml/data/pixels.h"

namespace app {

ml::Pixels with_hairs(const ml::Pixels& view, int hairs, std::uint64_t seed);

}  // namespace app
