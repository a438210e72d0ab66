// Brightness, contrast, saturation and hue as one affine map of the colour, applied in srgb8.
// Threads: any thread; pure functions.
#pragma once

#include <span>

namespace ml {

struct ColourJitter {
  double brightness = 1;  // factor
  double contrast = 1;    // factor about the mean luma of the picture
  double saturation = 1;  // factor about the luma of the pixel
  double hue_deg = 0;     // rotation about the grey axis
};

// planes is (3,S,S) with values 0..255; pixels marked kNothing are left alone and not counted.
void jitter_colours(const ColourJitter& jitter, std::span<float> planes);

}  // namespace ml
