// What the light meets, pixel by pixel, before it is turned into colours: every part of the
// generator adds to these and the renderer reads them once.
//
// One thread at a time; the owner decides. Owns its fields.
#pragma once

#include "app/demo/field.h"

namespace app::demo {

struct Layers {
  Field melanin;  // optical depth of pigment near the surface: tan, brown, black
  Field blood;    // optical depth of blood
  Field blue;     // 0..1, pigment deep in the skin: blue-grey
  Field white;    // 0..1, scar, keratin, glare on scales

  Layers(int width, int height)
      : melanin(width, height), blood(width, height), blue(width, height), white(width, height) {}
};

}  // namespace app::demo
