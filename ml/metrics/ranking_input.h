// What the ranking metrics share: the checks on their input, and the scores in falling order with equal
// ones grouped.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ml {

// Throws when the lengths differ, a label is neither 0 nor 1, or a score is NaN, naming the index.
void require_binary_input(std::span<const int> labels, std::span<const float> scores);

// The same, and throws on a score outside 0 .. 1.
void require_probabilities(std::span<const int> labels, std::span<const float> probabilities);

// Indices of the scores, the highest first.
std::vector<std::uint32_t> falling_order(std::span<const float> scores);

struct TieGroup {
  double score = 0;
  std::int64_t positives = 0;
  std::int64_t negatives = 0;
};

struct RankedScores {
  std::vector<TieGroup> groups;  // scores falling
  std::int64_t positives = 0;
  std::int64_t negatives = 0;

  bool has_both_classes() const { return positives > 0 && negatives > 0; }
};

// Checks the input first.
RankedScores rank_scores(std::span<const int> labels, std::span<const float> scores);

}  // namespace ml
