// One resampling pass under an affine map: each target pixel gathers the source pixels around the
// point it comes from with a triangle filter as wide as the map shrinks there, so that downsampling
// averages areas and upsampling interpolates. Axis-aligned, it is the filter of resample.h.
//
// Threads: any thread; nothing is kept between calls.
#pragma once

#include <span>

#include "ml/data/augment.h"
#include "ml/data/pixels.h"

namespace ml {

// source = (xx x + xy y + x0, yx x + yy y + y0), in continuous pixel coordinates.
struct Affine {
  double xx = 1, xy = 0, x0 = 0;
  double yx = 0, yy = 1, y0 = 0;
};

// Marks a target pixel that shows nothing of the source (Constant), in all three planes.
constexpr float kNothing = -1.F;

// Writes (3,S,S) with values 0..255, or kNothing.
void warp(const PixelsView& source, const Affine& source_from_target, EdgeFill edge_fill, int size_px,
          std::span<float> planes);

}  // namespace ml
