// From a byte's value to the network's units, as one multiplication and one addition per channel.
// Threads: any thread; pure functions.
#pragma once

#include "ml/data/preprocess_contract.h"

#include <array>

namespace ml {

struct Normalisation {
    std::array<float, 3> scale{};
    std::array<float, 3> shift{};
};

// network value = byte value (0..255, may be fractional) * scale + shift
Normalisation normalisation(const PreprocessContract& contract);

}  // namespace ml
