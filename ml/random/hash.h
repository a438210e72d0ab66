// A stable 64-bit hash of bytes: FNV-1a with a finishing mix. The same on every machine and in every
// version, so it may decide splits and name files; it is no defence against a forger.
// Threads: any thread; pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ml {

// splitmix64's finishing mix: every input bit changes half of the output bits.
constexpr std::uint64_t mix64(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

std::uint64_t stable_hash(std::string_view bytes, std::uint64_t seed = 0);

// 16 lower-case hexadecimal digits.
std::string hex16(std::uint64_t value);

}  // namespace ml
