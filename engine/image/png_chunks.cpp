#include "engine/image/png_chunks.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <zlib.h>

#include "engine/image/orientation.h"

namespace engine::codec {
namespace {

constexpr std::size_t kSignature_bytes = 8, kFrame_bytes = 12;  // a chunk: length, name, data, checksum
constexpr std::size_t kLargestUnpacked_bytes = std::size_t{4} << 20U;

struct Chunk {
  std::string_view name;
  std::span<const std::byte> data, whole;
};

// Calls `use` for each whole chunk.
template <typename Use>
void for_each_chunk(std::span<const std::byte> bytes, Use use) {
  std::size_t at = kSignature_bytes;
  while (at < bytes.size() && bytes.size() - at >= kFrame_bytes) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) length = length << 8U | std::to_integer<std::size_t>(bytes[at + i]);
    if (length > bytes.size() - at - kFrame_bytes) return;
    const std::string_view name(reinterpret_cast<const char*>(bytes.data() + at + 4), 4);
    use(Chunk{name, bytes.subspan(at + 8, length), bytes.subspan(at, length + kFrame_bytes)});
    at += length + kFrame_bytes;
  }
}

std::vector<std::byte> inflated(std::span<const std::byte> packed) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return {};
  std::vector<std::byte> out;
  std::array<std::byte, 4096> part;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  int state = Z_OK;
  while (state == Z_OK && out.size() <= kLargestUnpacked_bytes) {
    stream.next_out = reinterpret_cast<Bytef*>(part.data());
    stream.avail_out = static_cast<uInt>(part.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.insert(out.end(), part.begin(), part.end() - stream.avail_out);
  }
  inflateEnd(&stream);
  return state == Z_STREAM_END ? out : std::vector<std::byte>{};
}

// A name of at most 79 bytes, a zero, the method (0), the packed profile.
std::vector<std::byte> profile_of(std::span<const std::byte> data) {
  const auto end = std::ranges::find(data.first(std::min<std::size_t>(data.size(), 80)), std::byte{0});
  const auto name = static_cast<std::size_t>(end - data.begin());
  return name + 2 < data.size() && data[name] == std::byte{0} ? inflated(data.subspan(name + 2))
                                                              : std::vector<std::byte>{};
}

}  // namespace

PngChunks read_png_chunks(std::span<const std::byte> bytes) {
  constexpr std::size_t kColourKindAt = 9;
  PngChunks found;
  for_each_chunk(bytes, [&](const Chunk& chunk) {
    if (chunk.name == "IHDR" && chunk.data.size() > kColourKindAt) {
      found.grey = (chunk.data[kColourKindAt] & std::byte{2}) == std::byte{0};
    } else if (chunk.name == "eXIf") {
      found.orientation = exif_orientation(chunk.data);
    } else if (chunk.name == "iCCP") {
      found.has_profile = true;
      found.icc = profile_of(chunk.data);
    }
  });
  return found;
}

std::vector<std::byte> without_colour_chunks(std::span<const std::byte> bytes) {
  std::vector<std::byte> out(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(kSignature_bytes));
  for_each_chunk(bytes, [&out](const Chunk& chunk) {
    for (const std::string_view name : {"iCCP", "gAMA", "cHRM", "sRGB"})
      if (chunk.name == name) return;
    out.insert(out.end(), chunk.whole.begin(), chunk.whole.end());
  });
  return out;
}

}  // namespace engine::codec
