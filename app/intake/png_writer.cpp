#include "app/intake/png_writer.h"

#include <stdexcept>
#include <string>

#include <png.h>

namespace app {

std::vector<std::byte> png_bytes(const PixelShape& shape, std::span<const std::uint8_t> pixels) {
  if (pixels.size() != std::size_t{shape.width_px} * shape.height_px * (shape.colour ? 3 : 1))
    throw std::runtime_error("writing a PNG: the pixels do not fit the size");
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = shape.width_px;
  image.height = shape.height_px;
  image.format = shape.colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  png_alloc_size_t size = 0;
  std::vector<std::byte> bytes;
  bool written = png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr) != 0;
  bytes.resize(size);
  written = written && png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), 0, nullptr) != 0;
  if (!written) throw std::runtime_error("writing a PNG: " + std::string(image.message));
  bytes.resize(size);
  return bytes;
}

void interleave(std::vector<std::uint8_t>& planes) {
  const std::size_t count = planes.size() / 3;
  std::vector<std::uint8_t> mixed(planes.size());
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t channel = 0; channel < 3; ++channel) mixed[i * 3 + channel] = planes[channel * count + i];
  planes = std::move(mixed);
}

}  // namespace app
