// The two formats behind image_io.h. For this folder only. Any thread; pure functions that throw
// ImageError with the reason alone; image_io.cpp adds what was attempted and the path.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/image/image_io.h"

namespace engine::codec {

inline constexpr long kMaxPixels = 100'000'000;

void require_sane_size(long width_px, long height_px);

// Headers as stored: image_io.cpp makes the size upright.
ImageHeader jpeg_header(std::span<const std::byte> bytes);
// Upright and in srgb; `notes` gains what was odd but cost no pixel.
Image decode_jpeg(std::span<const std::byte> bytes, int short_side_px, std::vector<std::string>& notes);

ImageHeader png_header(std::span<const std::byte> bytes);
Image decode_png(std::span<const std::byte> bytes, std::vector<std::string>& notes);
std::vector<std::byte> encode_png(const Image& image);

}  // namespace engine::codec
