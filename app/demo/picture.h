// A picture in linear light while it is being made: three fields, 0 black to 1 white.
//
// One thread at a time; the owner decides. Owns its fields.
#pragma once

#include <array>

#include "app/demo/field.h"

namespace app::demo {

using LinearColour = std::array<float, 3>;

struct Picture {
  std::array<Field, 3> channels;

  Picture(int width, int height) : channels{Field(width, height), Field(width, height), Field(width, height)} {}
  int width() const { return channels[0].width; }
  int height() const { return channels[0].height; }

  // Towards `colour` by `share`.
  void blend(int x, int y, const LinearColour& colour, float share) {
    for (std::size_t c = 0; c < 3; ++c) {
      float& value = channels[c].at(x, y);
      value = mix(value, colour[c], share);
    }
  }
  void scale(int x, int y, float factor) {
    for (Field& channel : channels) channel.at(x, y) *= factor;
  }
};

}  // namespace app::demo
