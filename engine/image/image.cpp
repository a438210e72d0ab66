#include "engine/image/image.h"

namespace engine {

Image with_alpha(const Image& image) {
  if (image.channels == 4) return image;
  Image out = Image::blank(image.width_px, image.height_px, 4);
  const std::size_t count = static_cast<std::size_t>(image.width_px) * static_cast<std::size_t>(image.height_px);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t c = 0; c < 3; ++c) out.pixels[4 * i + c] = image.pixels[3 * i + c];
    out.pixels[4 * i + 3] = 255;
  }
  return out;
}

}  // namespace engine
