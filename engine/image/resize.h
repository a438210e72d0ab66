// Antialiased resizing (triangle filter, as wide as the shrinking asks for), in srgb8.
// Any thread; pure functions.
#pragma once

#include "engine/image/image.h"

namespace engine {

Image resize(const Image& image, int width_px, int height_px);
// The centre square, size_px on a side.
Image thumbnail(const Image& image, int size_px);

}  // namespace engine
