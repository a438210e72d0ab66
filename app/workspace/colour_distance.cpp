#include "app/workspace/colour_distance.h"

#include <algorithm>
#include <cmath>

namespace app {
namespace {

using Colour = std::array<float, 3>;
using Matrix = std::array<Colour, 3>;

Colour product(const Matrix& matrix, const Colour& vector) {
  Colour result{};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column) result[row] += matrix[row][column] * vector[column];
  return result;
}

Colour linear(std::uint32_t rgb) {
  Colour result{};
  for (std::size_t i = 0; i < 3; ++i) {
    const float value = static_cast<float>(rgb >> (16 - 8 * i) & 0xFFU) / 255.0F;
    result[i] = value <= 0.04045F ? value / 12.92F : std::pow((value + 0.055F) / 1.055F, 2.4F);
  }
  return result;
}

constexpr Matrix kDeuteranope = {
    {{0.367322F, 0.860646F, -0.227968F}, {0.280085F, 0.672501F, 0.047413F}, {-0.011820F, 0.042940F, 0.968881F}}};
constexpr Matrix kProtanope = {
    {{0.152286F, 1.052583F, -0.204868F}, {0.114503F, 0.786281F, 0.099216F}, {-0.003882F, -0.048116F, 1.051998F}}};
constexpr Matrix kToCones = {{{0.4122214708F, 0.5363325363F, 0.0514459929F},
                              {0.2119034982F, 0.6806995451F, 0.1073969566F},
                              {0.0883024619F, 0.2817188376F, 0.6299787005F}}};
constexpr Matrix kToLab = {{{0.2104542553F, 0.7936177850F, -0.0040720468F},
                            {1.9779984951F, -2.4285922050F, 0.4505937099F},
                            {0.0259040371F, 0.7827717662F, -0.8086757660F}}};

}  // namespace

std::array<float, 3> oklab(std::uint32_t rgb, Eye eye) {
  Colour seen = linear(rgb);
  if (eye == Eye::Deuteranope) seen = product(kDeuteranope, seen);
  if (eye == Eye::Protanope) seen = product(kProtanope, seen);
  for (float& value : seen) value = std::clamp(value, 0.0F, 1.0F);
  Colour cones = product(kToCones, seen);
  for (float& value : cones) value = std::cbrt(value);
  return product(kToLab, cones);
}

float colour_distance(std::uint32_t a, std::uint32_t b, Eye eye) {
  const Colour first = oklab(a, eye), second = oklab(b, eye);
  return std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

float colour_distance(std::uint32_t a, std::uint32_t b) {
  return std::min({colour_distance(a, b, Eye::Usual), colour_distance(a, b, Eye::Deuteranope),
                   colour_distance(a, b, Eye::Protanope)});
}

}  // namespace app
