// What the Duplicates page shows: the pairs of each shelf, the one that is looked at, and the verdicts made so far.
// A plain value but for the textures' numbers. Main thread only.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/core/types.h"
#include "app/pages/page.h"

namespace app {

inline constexpr std::size_t kShelfCount = 3;
inline constexpr std::array<const char*, kShelfCount> kShelfTitles = {"Same bytes", "Same lesion", "Look-alike"};
inline constexpr std::size_t kCopiesShelf = 0;  // nothing to decide there: the files are one image

enum class PairDecision { None, Group, KeepApart, RemoveSecond };

struct ShelfPair {
  ImageId a = 0, b = 0;
  std::string copy_path;  // of the first shelf
  std::string why;        // "looks the same (0.994)"
  int orientation = 1;    // b turned so looks like a
  std::pair<ImageId, ImageId> key() const { return {a, b}; }
};

struct PairShelf {
  std::vector<ShelfPair> pairs;
  std::size_t at = 0;
};

struct PairPicture {
  std::uint64_t texture = 0;  // 0: not there yet, or it cannot be read
  int width_px = 0, height_px = 0;
  std::string problem;
};

struct DuplicatesView {
  std::string working;  // "Comparing pictures 1,200 of 4,499"; empty: done
  std::string problem;
  std::string note;  // what was left out of the search
  bool searched = false;
  std::array<PairShelf, kShelfCount> shelves;
  std::size_t shelf = 1;
  std::map<std::pair<ImageId, ImageId>, PairDecision> decided;  // not applied yet
  std::vector<std::pair<ImageId, ImageId>> order;               // in which they were made
  std::int64_t last_batch = 0;  // what was applied last from here and can be taken back; 0: nothing
  std::array<PairPicture, 2> pictures;
  // One look for both: how far beyond fitting, and what is in the middle, 0..1.
  float zoom = 1, centre_u = 0.5F, centre_v = 0.5F;

  const ShelfPair* pair() const {
    const PairShelf& shown = shelves[shelf];
    return shown.at < shown.pairs.size() ? &shown.pairs[shown.at] : nullptr;
  }
  bool can_take_back() const { return !order.empty() || last_batch != 0; }
  PairDecision decision(const ShelfPair& pair) const {
    const auto found = decided.find(pair.key());
    return found == decided.end() ? PairDecision::None : found->second;
  }
  std::size_t decided_on(std::size_t which) const {
    std::size_t count = 0;
    for (const ShelfPair& pair : shelves[which].pairs) count += decision(pair) == PairDecision::None ? 0U : 1U;
    return count;
  }
};

struct DuplicatesContext : PageContext {
  DuplicatesView& view;
};

}  // namespace app
