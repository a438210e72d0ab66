// Any bytes as a picture: header and a small decode, or a refusal in words.
#include <span>
#include <stdexcept>

#include "engine/image/image_io.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr int kSmall_px = 16;
  constexpr int kMostDecoded_px = 4'000'000;  // larger ones are slow to decode and take the same way
  try {
    const auto bytes = std::as_bytes(std::span(data, size));
    const engine::ImageHeader header = engine::image_header(bytes, "fuzz");
    if (static_cast<long>(header.width_px) * header.height_px < kMostDecoded_px)
      engine::decode_image(bytes, "fuzz", kSmall_px);
  } catch (const std::runtime_error&) {  // refused in words
  }
  return 0;
}
