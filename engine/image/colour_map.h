// Colour maps for heat: perceptually uniform and colour-blind safe first; turbo and jet for comparison.
// The same numbers colour the overlay on the GPU (shaders/colour_maps.h), legends and exports.
// Any thread; pure functions.
#pragma once

#include <array>

namespace engine {

enum class ColourMap { Viridis, Magma, Inferno, Cividis, Turbo, Jet };
inline constexpr int kColourMaps = 6;

const char* name_of(ColourMap map);                          // "viridis"
std::array<float, 3> colour_of(ColourMap map, float value);  // value 0..1 -> srgb 0..1

}  // namespace engine
