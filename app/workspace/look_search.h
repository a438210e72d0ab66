// Pictures that look the same, found among a hundred thousand without comparing every two: hashes are filed by each
// quarter, and only those are compared that share a quarter but for a few bits. What is near in hash is compared again
// by brightness on 16 × 16 cells.
//
//   for (const LookPair& pair : find_alike(looks, {.progress = show, .stop = token})) ...
//
// Any thread; a pure function of its input.
#pragma once

#include <cstddef>
#include <stop_token>
#include <vector>

#include "app/core/progress.h"
#include "engine/image/perceptual_hash.h"

namespace app {

struct LookPair {
  std::size_t a = 0, b = 0;  // a < b: places in the list
  int distance = 0;          // bits of the hash
  double correlation = 0;    // of the cells
  int orientation = 1;       // b is turned so (EXIF's numbers) to look like a
};

struct LookSearch {
  int threads = 0;  // 0: the machine's
  OnProgress progress = {};
  std::stop_token stop = {};  // ends early with what was found
};

// On HAM10000's repeats: 0.975 of the known pairs, 0.943 of what is found is one of them.
inline constexpr int kNearest_bits = 12;
inline constexpr double kAlike = 0.985;
// A turned copy has seven times the chances to be found by accident, so it must be nearer.
inline constexpr int kNearestTurned_bits = 7;
inline constexpr double kAlikeTurned = 0.995;

std::vector<LookPair> find_alike(const std::vector<engine::Look>& looks, const LookSearch& search = {});  // by a, b

}  // namespace app
