// How one photograph of a lesion was taken: where the camera stood, its light and colours, and what
// lay in the way. Independent of the diagnosis, so that nothing here gives it away.
//
//     Photograph photograph = draw_photograph(recipe.hair_share, seed);
//
// Any thread; plain values.
#pragma once

#include <cstdint>

#include "app/demo/field.h"

namespace app::demo {

struct Photograph {
  std::uint64_t seed = 0;
  float rotation_rad = 0.0f;
  float zoom = 1.0f;
  Point shift;  // of the lesion from the middle, in picture heights
  bool mirrored = false;

  float exposure = 1.0f;
  float red_gain = 1.0f;
  float green_gain = 1.0f;
  float blue_gain = 1.0f;
  float contrast = 1.0f;
  float saturation = 1.0f;
  float light_slope = 0.0f;  // brightness across the picture, signed share
  float light_angle_rad = 0.0f;
  float vignette = 0.1f;
  float dark_corners = 0.0f;  // 0 none, else how far the round frame cuts in
  float blur_px = 0.0f;
  float sensor_noise = 0.01f;

  int hairs = 0;
  float hair_width_px = 1.3f;
  float hair_melanin = 1.0f;  // 0 white, 1 black
  int bubbles = 0;
  bool ruler = false;
  bool ink = false;
  float glare = 0.0f;
};

Photograph draw_photograph(double hair_share, std::uint64_t seed);

// The same photograph as another export of it would be: cut a little tighter, a little brighter.
Photograph near_copy_of(const Photograph& photograph, std::uint64_t seed);

}  // namespace app::demo
