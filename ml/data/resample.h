// Resizing with an antialiased triangle filter, byte for byte what Pillow's Image.resize(BILINEAR)
// gives for RGB: two passes in 22-bit fixed point, the middle rounded to bytes.
//
// Use: `Pixels small = resize_bilinear(pixels.view(), 224, 224);` The result has three channels.
// Threads: any thread; nothing is kept between calls.
#pragma once

#include "ml/data/pixels.h"

namespace ml {

Pixels resize_bilinear(const PixelsView& source, int width_px, int height_px);

}  // namespace ml
