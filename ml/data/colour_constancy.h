// Takes the colour of the light out of a picture: shades of grey (Finlayson and Trezzi, 2004), with the
// Minkowski norm p = 6 that dermoscopy uses (Barata et al. 2015). Cameras and gels differ between
// sources; what is left after it differs less.
//
// Use: `remove_colour_cast(planes);`
// Threads: any thread; pure functions.
#pragma once

#include <array>
#include <span>

namespace ml {

// Factors per channel R, G, B that make the light grey; their picture's brightness stays. planes is
// (3,S,S) with values 0..255; negative ones hold no picture and are not counted. A black picture: all 1.
std::array<float, 3> shades_of_grey(std::span<const float> planes);

// Multiplies by them, clipped at 255.
void remove_colour_cast(std::span<float> planes);

}  // namespace ml
