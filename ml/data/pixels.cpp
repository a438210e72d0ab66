#include "ml/data/pixels.h"

#include <stdexcept>
#include <string>

namespace ml {

PixelsView PixelsView::part(int x, int y, int width, int height) const {
  if (x < 0 || y < 0 || width < 1 || height < 1 || x > width_px - width || y > height_px - height) {
    throw std::runtime_error("Cannot take the part " + std::to_string(width) + "x" + std::to_string(height) + " at " +
                             std::to_string(x) + "," + std::to_string(y) + " of an image of " +
                             std::to_string(width_px) + "x" + std::to_string(height_px) + " pixels.");
  }
  return {row(y) + static_cast<std::size_t>(x) * static_cast<std::size_t>(channels), width, height, stride_bytes,
          channels};
}

Pixels Pixels::blank(int width_px, int height_px, int channels) {
  Pixels pixels{{}, width_px, height_px, channels};
  pixels.data.resize(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) *
                     static_cast<std::size_t>(channels));
  return pixels;
}

PixelsView Pixels::view() const {
  return {data.data(), width_px, height_px, static_cast<std::size_t>(width_px) * static_cast<std::size_t>(channels),
          channels};
}

void require_readable(const PixelsView& pixels) {
  const std::string what = "Cannot read pixels (" + std::to_string(pixels.width_px) + "x" +
                           std::to_string(pixels.height_px) + ", " + std::to_string(pixels.channels) + " channels): ";
  if (pixels.data == nullptr || pixels.width_px < 1 || pixels.height_px < 1) {
    throw std::runtime_error(what + "the image is empty.");
  }
  if (pixels.channels != 3 && pixels.channels != 4) {
    throw std::runtime_error(what + "only RGB and RGBA are understood; convert the image first.");
  }
  const auto row_bytes = static_cast<std::size_t>(pixels.width_px) * static_cast<std::size_t>(pixels.channels);
  if (pixels.stride_bytes < row_bytes) throw std::runtime_error(what + "its rows overlap (stride too short).");
}

}  // namespace ml
