#include "app/stress/drawn_hair.h"

#include <array>
#include <cmath>

#include "app/demo/artefacts.h"

namespace app {
namespace {

std::array<float, 256> light_of_bytes() {
  std::array<float, 256> light{};
  for (std::size_t i = 0; i < light.size(); ++i) {
    const float value = static_cast<float>(i) / 255.F;
    light[i] = value <= 0.04045F ? value / 12.92F : std::pow((value + 0.055F) / 1.055F, 2.4F);
  }
  return light;
}

std::uint8_t byte_of_light(float light) {
  const float coded = light <= 0.0031308F ? 12.92F * light : 1.055F * std::pow(light, 1.F / 2.4F) - 0.055F;
  return static_cast<std::uint8_t>(std::lround(std::fmin(std::fmax(coded, 0.F), 1.F) * 255.F));
}

}  // namespace

ml::Pixels with_hairs(const ml::Pixels& view, int hairs, std::uint64_t seed) {
  const std::array<float, 256> light = light_of_bytes();
  demo::Picture picture(view.width_px, view.height_px);
  for (std::size_t i = 0; i < view.data.size(); ++i) picture.channels[i % 3].values[i / 3] = light[view.data[i]];
  demo::Photograph photograph;
  photograph.seed = seed;
  photograph.hairs = hairs;
  demo::add_artefacts(photograph, picture);
  ml::Pixels drawn = view;
  for (std::size_t i = 0; i < drawn.data.size(); ++i) {
    const float now = picture.channels[i % 3].values[i / 3];
    if (now != light[view.data[i]]) drawn.data[i] = byte_of_light(now);  // beside the hairs nothing changes
  }
  return drawn;
}

}  // namespace app
