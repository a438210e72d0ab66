#include "engine/image/orientation.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace engine {
namespace {

constexpr std::uint32_t kOrientationTag = 0x0112, kShort = 3, kLong = 4;
constexpr std::size_t kTiffHeader_bytes = 8, kEntry_bytes = 12;

// Numbers of either byte order; beyond the end: 0.
class TiffBytes {
 public:
  explicit TiffBytes(std::span<const std::byte> bytes)
      : bytes_(bytes), little_(bytes.size() >= 2 && bytes[0] == std::byte{'I'}) {}

  std::uint32_t number(std::size_t at, std::size_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value = value << 8U | std::to_integer<std::uint32_t>(bytes_[at + (little_ ? size - 1 - i : i)]);
    return value;
  }
  bool is_tiff() const {
    return bytes_.size() >= kTiffHeader_bytes && bytes_[0] == bytes_[1] && (little_ || bytes_[0] == std::byte{'M'}) &&
           number(2, 2) == 42;
  }

 private:
  std::span<const std::byte> bytes_;
  bool little_;
};

// Where the stored picture has the pixel that belongs to (x, y) of the upright one.
std::pair<int, int> stored_place(int x, int y, int width_px, int height_px, int orientation) {
  const int right = width_px - 1, bottom = height_px - 1;  // of the stored picture
  switch (orientation) {
    case 2: return {right - x, y};
    case 3: return {right - x, bottom - y};
    case 4: return {x, bottom - y};
    case 5: return {y, x};
    case 6: return {y, bottom - x};
    case 7: return {right - y, bottom - x};
    case 8: return {right - y, x};
    default: return {x, y};
  }
}

}  // namespace

int exif_orientation(std::span<const std::byte> tiff) {
  const TiffBytes bytes(tiff);
  if (!bytes.is_tiff()) return kAsStored;
  const std::size_t directory = bytes.number(4, 4);
  const std::uint32_t entries = bytes.number(directory, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * kEntry_bytes;
    if (entry + kEntry_bytes > tiff.size()) break;
    if (bytes.number(entry, 2) != kOrientationTag) continue;
    const std::uint32_t type = bytes.number(entry + 2, 2);
    const std::uint32_t value = type == kShort  ? bytes.number(entry + 8, 2)
                                : type == kLong ? bytes.number(entry + 8, 4)
                                                : 0;
    return value >= 1 && value <= 8 ? static_cast<int>(value) : kAsStored;
  }
  return kAsStored;
}

Image upright(Image image, int orientation) {
  if (orientation <= kAsStored || orientation > 8) return image;
  const bool swap = swaps_sides(orientation);
  Image out =
      Image::blank(swap ? image.height_px : image.width_px, swap ? image.width_px : image.height_px, image.channels);
  for (int y = 0; y < out.height_px; ++y) {
    for (int x = 0; x < out.width_px; ++x) {
      const auto [from_x, from_y] = stored_place(x, y, image.width_px, image.height_px, orientation);
      std::copy_n(image.at(from_x, from_y), image.channels, out.at(x, y));
    }
  }
  return out;
}

}  // namespace engine
