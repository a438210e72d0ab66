// Which way up a picture is: the orientation tag of EXIF, and turning pixels by it.
//
//   const int orientation = exif_orientation(tiff_bytes);  // 1: as stored
//   Image right = upright(std::move(image), orientation);
//
// Any thread; pure functions that never throw: a tag that is damaged or out of range means "as stored".
#pragma once

#include <cstddef>
#include <span>

#include "engine/image/image.h"

namespace engine {

inline constexpr int kAsStored = 1;

// Of a TIFF structure, as it stands behind "Exif\0\0" in a JPEG and in a PNG's eXIf chunk: 1..8.
int exif_orientation(std::span<const std::byte> tiff);
// Orientations 5 to 8 lay the picture on its side.
inline bool swaps_sides(int orientation) { return orientation >= 5; }
Image upright(Image image, int orientation);

}  // namespace engine
