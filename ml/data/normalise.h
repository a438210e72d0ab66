// From byte values to the network's units: one multiplication and one addition per channel.
// Threads: any thread; pure functions.
#pragma once

#include <array>
#include <span>

#include "ml/data/preprocess_contract.h"

namespace ml {

struct Normalisation {
  std::array<float, 3> scale{};
  std::array<float, 3> shift{};
};

// network value = byte value (0..255, may be fractional) * scale + shift
Normalisation normalisation(const PreprocessContract& contract);

// In place: planes is (3,S,S) with values 0..255; negative ones hold no picture and become 0.
void normalise(const PreprocessContract& contract, std::span<float> planes);

}  // namespace ml
