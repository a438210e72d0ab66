// What a picture looks like, small enough to compare with a hundred thousand others: 64 signs of its coarsest cosine
// waves, and its brightness on 16 × 16 cells.
//
//   const Look look = look_of(image);
//   distance = std::popcount(look.hash ^ turned(other.hash, 6));   // the other one, turned as EXIF's 6 says
//   alike = correlation(look, other, 6);                           // -1..1, of the cells
//
// The signs are of the whole picture stretched to a square, so that size and aspect do not matter, nor brightness and
// contrast. Any thread; pure functions.
#pragma once

#include <array>
#include <cstdint>

#include "engine/image/image.h"

namespace engine {

inline constexpr int kLookSide = 16;
inline constexpr int kTurns = 8;  // orientation 1 (as it is) .. 8, as in EXIF

struct Look {
  std::uint64_t hash = 0;
  std::array<std::uint8_t, static_cast<std::size_t>(kLookSide* kLookSide)> cells{};
};

Look look_of(const Image& image);
inline std::uint64_t perceptual_hash(const Image& image) { return look_of(image).hash; }
// The hash of the picture that `upright(image, orientation)` gives.
std::uint64_t turned(std::uint64_t hash, int orientation);
// Between the cells of `a` and those of `b` turned; 0 where one of them is flat.
double correlation(const Look& a, const Look& b, int orientation = 1);

}  // namespace engine
