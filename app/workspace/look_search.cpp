#include "app/workspace/look_search.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <mutex>
#include <thread>
#include <tuple>

namespace app {
namespace {

constexpr int kQuarters = 4, kQuarter_bits = 16;
constexpr std::size_t kBins = std::size_t{1} << kQuarter_bits;

std::uint32_t quarter(std::uint64_t hash, int which) {
  return static_cast<std::uint32_t>(hash >> static_cast<unsigned>(which * kQuarter_bits)) & 0xFFFFU;
}

// All 16-bit words with at most `bits` ones, fewest first.
std::vector<std::uint32_t> masks_up_to(int bits) {
  std::vector<std::uint32_t> masks;
  for (std::uint32_t mask = 0; mask < kBins; ++mask)
    if (std::popcount(mask) <= bits) masks.push_back(mask);
  return masks;
}

// The hashes in the order of one of their quarters, so that those with the same one stand together.
class Drawer {
 public:
  Drawer(const std::vector<engine::Look>& looks, int which) : begins_(kBins + 1), entries_(looks.size()) {
    for (const engine::Look& look : looks) ++begins_[quarter(look.hash, which) + 1];
    for (std::size_t bin = 0; bin < kBins; ++bin) begins_[bin + 1] += begins_[bin];
    std::vector<std::uint32_t> at(begins_.begin(), begins_.end() - 1);
    for (std::size_t i = 0; i < looks.size(); ++i)
      entries_[at[quarter(looks[i].hash, which)]++] = {looks[i].hash, static_cast<std::uint32_t>(i)};
  }

  template <typename Use>
  void for_each(std::uint32_t bin, Use use) const {
    for (std::uint32_t i = begins_[bin]; i < begins_[bin + 1]; ++i) use(entries_[i].hash, entries_[i].place);
  }

 private:
  struct Entry {
    std::uint64_t hash;
    std::uint32_t place;
  };
  std::vector<std::uint32_t> begins_;
  std::vector<Entry> entries_;
};

class Search {
 public:
  explicit Search(const std::vector<engine::Look>& looks) : looks_(looks) {
    for (int which = 0; which < kQuarters; ++which) drawers_.emplace_back(looks, which);
  }

  // Pairs of `a` with what stands behind it in the list.
  void find(std::size_t a, std::vector<LookPair>& found) const {
    for (int orientation = 1; orientation <= engine::kTurns; ++orientation) find_turned(a, orientation, found);
  }

 private:
  void find_turned(std::size_t a, int orientation, std::vector<LookPair>& found) const {
    const bool upright = orientation == 1;
    const int nearest = upright ? kNearest_bits : kNearestTurned_bits;
    const double alike = upright ? kAlike : kAlikeTurned;
    const std::uint64_t hash = looks_[a].hash;
    const std::size_t first_found = found.size();
    for (int which = 0; which < kQuarters; ++which) {
      // `nearest` bits differ in all, so in one of the quarters at most a quarter of them.
      for (const std::uint32_t mask : upright ? masks_ : turned_masks_) {
        // Turning b is turning a the other way; comparing a turned back finds the same pairs.
        drawers_[static_cast<std::size_t>(which)].for_each(
            quarter(before_turning(hash, orientation), which) ^ mask, [&](std::uint64_t other, std::uint32_t b) {
              if (b <= a) return;
              const int distance = std::popcount(before_turning(hash, orientation) ^ other);
              if (distance <= nearest) add(found, first_found, {a, b, distance, 0, orientation}, alike);
            });
      }
    }
  }

  static std::uint64_t before_turning(std::uint64_t hash, int orientation) {
    // 6 and 8 undo each other, every other turn undoes itself.
    return engine::turned(hash, orientation == 6 ? 8 : orientation == 8 ? 6 : orientation);
  }

  void add(std::vector<LookPair>& found, std::size_t first, LookPair pair, double alike) const {
    for (std::size_t i = first; i < found.size(); ++i)
      if (found[i].b == pair.b) return;  // by another quarter
    pair.correlation = engine::correlation(looks_[pair.a], looks_[pair.b], pair.orientation);
    if (pair.correlation >= alike) found.push_back(pair);
  }

  const std::vector<engine::Look>& looks_;
  std::vector<Drawer> drawers_;
  std::vector<std::uint32_t> masks_ = masks_up_to(kNearest_bits / kQuarters);
  std::vector<std::uint32_t> turned_masks_ = masks_up_to(kNearestTurned_bits / kQuarters);
};

}  // namespace

std::vector<LookPair> find_alike(const std::vector<engine::Look>& looks, const LookSearch& options) {
  const Search search(looks);
  const int threads =
      options.threads > 0 ? options.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  Progress progress(options.progress, "Comparing pictures", static_cast<long>(looks.size()));
  std::vector<LookPair> all;
  std::mutex mutex;
  std::atomic<std::size_t> next{0};
  constexpr std::size_t kAtOnce = 64;
  const auto work = [&](bool tells) {
    std::vector<LookPair> found;
    for (std::size_t begin = next.fetch_add(kAtOnce); begin < looks.size(); begin = next.fetch_add(kAtOnce)) {
      if (options.stop.stop_requested()) break;
      for (std::size_t a = begin; a < std::min(begin + kAtOnce, looks.size()); ++a) search.find(a, found);
      if (tells) progress.update(static_cast<long>(begin));
    }
    const std::lock_guard lock(mutex);
    all.insert(all.end(), found.begin(), found.end());
  };
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back(work, false);
    work(true);
  }
  // One pair may be alike in two ways (a round lesion): the nearest is kept.
  std::ranges::sort(all, [](const LookPair& x, const LookPair& y) {
    return std::tie(x.a, x.b, y.correlation) < std::tie(y.a, y.b, x.correlation);
  });
  const auto twice =
      std::ranges::unique(all, [](const LookPair& x, const LookPair& y) { return x.a == y.a && x.b == y.b; });
  all.erase(twice.begin(), twice.end());
  return all;
}

}  // namespace app
