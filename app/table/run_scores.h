// What a run says of the images, epoch by epoch, in memory: dragging the epoch is an index.
//
// Read once from the stored predictions, on a worker; shown from then on. What cannot be judged (no stored
// predictions, classes that changed since, values that are no probabilities) says why instead.
// Plain values behind shared pointers; any thread may read.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/core/types.h"
#include "app/table/bits.h"

namespace app {

// The probabilities of some images at one epoch.
struct ScoreSet {
  int groups = 0;                    // K
  std::vector<Row> rows;             // (N), ascending
  std::vector<float> probabilities;  // (N,K)
  // Two groups: places 0 .. N-1 in falling order of the last group's probability, equal ones by place.
  std::vector<std::uint32_t> falling;
  // More: the most probable group of each place, the lower one on a tie.
  std::vector<std::uint8_t> most_probable;

  std::size_t size() const { return rows.size(); }
  std::span<const float> at(std::size_t place) const {
    const auto k = static_cast<std::size_t>(groups);
    return std::span(probabilities).subspan(place * k, k);
  }
  float score(std::size_t place) const { return at(place).back(); }  // of the last group (malignant)
};

// Fills `falling` or `most_probable`. Throws std::runtime_error naming the image's row on a value that is no
// probability.
std::shared_ptr<const ScoreSet> make_score_set(int groups, std::vector<Row> rows, std::vector<float> probabilities);

// Places in falling order of the group's probability, equal ones by place.
std::vector<std::uint32_t> falling_places(const ScoreSet& set, int group);

struct RunScores {
  RunId run = 0;
  std::string name;    // "run 3"
  std::string target;  // the target it was trained for
  std::vector<std::string> groups;
  std::unordered_map<ClassId, int> group_of_class;  // as it was trained; empty: not known, as the target says now
  std::string leak;                                 // what validation shares with the training images; empty: nothing
  std::vector<Row> leaking;                         // those images, ascending
  std::int64_t edit_revision = -1;                  // of the set when that was looked for
  int best_epoch = 0;                               // 0: none
  int refit_epoch = 0;  // behind the stored ones: the head refit to the labels of now; 0: none
  std::string problem;  // why it cannot be measured; empty: it can

  struct Epoch {
    std::array<std::shared_ptr<const ScoreSet>, 4> by_split;  // indexed by Split; null: not stored
  };
  std::map<int, Epoch> epochs;

  const ScoreSet* find(int epoch, Split split) const {
    const auto found = epochs.find(epoch);
    return found == epochs.end() ? nullptr : found->second.by_split[static_cast<std::size_t>(split)].get();
  }
};

}  // namespace app
