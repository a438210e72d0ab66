// How good a photograph is, in numbers that can be sorted: measured on the picture as a network of 224 px sees it,
// upright and in srgb. All run from 0 to 100 and say how much; none is a verdict.
//
//   const Quality quality = measure_quality(decode_image(bytes, name, kQualitySide_px));
//
// Any thread; a pure function. About 0.5 ms for 224 × 224 px.
#pragma once

#include "engine/image/image.h"

namespace engine {

inline constexpr int kQualitySide_px = 224;  // a larger picture is brought near to it by whole steps
inline constexpr int kQualityVersion = 1;    // changes with the numbers, so that kept ones are measured again

struct Quality {
  float sharpness = 0;     // of the edges: how much of their rise is within two pixels
  float exposure = 0;      // mean brightness of the middle
  float contrast = 0;      // between the darkest and brightest twentieth of the middle
  float dark_corners = 0;  // share of the corners that is black
  float hair = 0;          // share of the picture under long thin dark lines
  float ruler = 0;         // suspicion: evenly spaced parallel marks in a row
  float colour_cast = 0;   // distance of the mean colour from that of skin in white light
};

Quality measure_quality(const Image& image);

}  // namespace engine
