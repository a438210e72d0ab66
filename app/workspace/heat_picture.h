// How a map of evidence lies over its image: in the window as in what `nevus explain` writes.
// Any thread; a plain value.
#pragma once

#include "engine/image/colour_map.h"

namespace app {

struct HeatPicture {
  float opacity = 0.55F;
  float threshold = 0.22F;                                    // what is weaker is not drawn
  engine::ColourMap colour_map = engine::ColourMap::Inferno;  // which is seen on skin by every eye
};

}  // namespace app
