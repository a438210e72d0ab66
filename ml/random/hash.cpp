#include "ml/random/hash.h"

namespace ml {

std::uint64_t stable_hash(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ mix64(seed);
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3ULL;
  }
  // FNV's high bits are weak for short keys; callers use them.
  return mix64(hash);
}

std::string hex16(std::uint64_t value) {
  std::string text(16, '0');
  for (int i = 15; i >= 0; --i, value >>= 4U) text[static_cast<std::size_t>(i)] = "0123456789abcdef"[value & 15U];
  return text;
}

}  // namespace ml
