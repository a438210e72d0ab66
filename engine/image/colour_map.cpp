#include "engine/image/colour_map.h"

#include <algorithm>
#include <cmath>

#define NEVUS_VEC3(a, b, c) \
  { static_cast<float>(a), static_cast<float>(b), static_cast<float>(c) }
#include "shaders/colour_maps.h"

namespace engine {
namespace {

constexpr float kPolynomials[][9][3] = {
    {NEVUS_VIRIDIS}, {NEVUS_MAGMA}, {NEVUS_INFERNO}, {NEVUS_CIVIDIS}, {NEVUS_TURBO}};

float jet(float x, float centre) { return std::clamp(1.5F - std::abs(4.0F * x - centre), 0.0F, 1.0F); }

}  // namespace

const char* name_of(ColourMap map) {
  static constexpr const char* kNames[kColourMaps] = {"viridis", "magma", "inferno", "cividis", "turbo", "jet"};
  return kNames[static_cast<int>(map)];
}

std::array<float, 3> colour_of(ColourMap map, float value) {
  const float x = std::clamp(value, 0.0F, 1.0F);
  if (map == ColourMap::Jet) return {jet(x, 3), jet(x, 2), jet(x, 1)};
  std::array<float, 3> colour{};
  for (std::size_t channel = 0; channel < 3; ++channel) {
    float sum = 0;
    for (int i = 8; i >= 0; --i) sum = sum * x + kPolynomials[static_cast<int>(map)][i][channel];
    colour[channel] = std::clamp(sum, 0.0F, 1.0F);
  }
  return colour;
}

}  // namespace engine
