// What a PNG says beside its pixels: which way up it is and what its colours mean. For this folder only.
// Any thread; pure functions. A chunk that is damaged is as if it were not there.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace engine::codec {

struct PngChunks {
  int orientation = 1;  // of eXIf
  bool grey = false;    // the pixels have one colour component
  bool has_profile = false;
  std::vector<std::byte> icc;  // of iCCP, unpacked; empty where it could not be
};

PngChunks read_png_chunks(std::span<const std::byte> bytes);
// The file without the chunks that tell of colours, so that its numbers come out of the decoder as they are stored.
std::vector<std::byte> without_colour_chunks(std::span<const std::byte> bytes);

}  // namespace engine::codec
