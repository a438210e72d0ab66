// How far apart two colours look: Euclidean distance in Oklab, the least of what an eye with all cones sees and what
// eyes without the red or the green ones see (Machado, Oliveira and Fernandes 2009, full severity). 0.02 is just
// noticeable side by side.
// Any thread; pure functions.
#pragma once

#include <array>
#include <cstdint>

namespace app {

enum class Eye { Usual, Deuteranope, Protanope };

std::array<float, 3> oklab(std::uint32_t rgb, Eye eye = Eye::Usual);  // of srgb8, 0xRRGGBB
float colour_distance(std::uint32_t a, std::uint32_t b, Eye eye);
float colour_distance(std::uint32_t a, std::uint32_t b);  // the least of the three

}  // namespace app
