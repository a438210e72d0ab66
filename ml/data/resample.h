// Resizing with an antialiased triangle filter, byte for byte what Pillow's Image.resize(BILINEAR)
// gives for RGB: columns, then rows, in 22-bit fixed point, the middle rounded to bytes. (A Pillow that
// begins with the rows where that is cheaper differs by one level here and there.)
//
// Use: `Pixels small = resize_bilinear(pixels.view(), 224, 224);` The result has three channels.
// Threads: any thread; nothing is kept between calls.
#pragma once

#include "ml/data/pixels.h"

namespace ml {

Pixels resize_bilinear(const PixelsView& source, int width_px, int height_px);

}  // namespace ml
