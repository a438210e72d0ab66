// What the bootstraps share: groups (lesions, patients) drawn with replacement, and percentile intervals.
//
// Use: `GroupDraws draws(groups, labels.size(), options);`
//      `const SortedSamples samples(labels, scores, draws);`
//      `while (draws.next()) samples.weigh(draws.times_drawn(), ranked);`
// The same seed gives the same draws, so two statistics of one data set can be paired.
// Threads: one thread at a time per GroupDraws; the rest are pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ml/metrics/ranking_input.h"
#include "ml/random/counter_rng.h"

namespace ml {

struct BootstrapOptions {
  int draws = 1000;
  double level = 0.95;
  std::uint64_t seed = 0;
};

struct BootstrapInterval {
  double estimate = 0;  // on all of the data
  double low = 0;
  double high = 0;
  int draws_used = 0;  // draws in which the value was defined (an AUC: both classes were drawn)
};

class GroupDraws {
 public:
  // groups[i] is any number that the members of a group share. Throws when there is not one per sample,
  // or on options without a draw or with a level outside (0, 1).
  GroupDraws(std::span<const int> groups, std::size_t samples, const BootstrapOptions& options);

  // Draws once more; false when all draws are made.
  bool next();
  // How often each group is in the current draw.
  std::span<const std::uint32_t> times_drawn() const { return times_drawn_; }
  // Groups numbered 0, 1, 2, ... in the order in which they first occur.
  std::uint32_t group_of(std::size_t sample) const { return group_of_sample_[sample]; }

 private:
  std::vector<std::uint32_t> group_of_sample_;
  std::vector<std::uint32_t> times_drawn_;
  CounterRng rng_;
  int draws_left_;
};

// The samples in falling order of score, ready to be weighed by how often their group was drawn.
class SortedSamples {
 public:
  // The input must have been checked (require_binary_input).
  SortedSamples(std::span<const int> labels, std::span<const float> scores, const GroupDraws& draws);

  // Makes `ranked` what rank_scores would make of the drawn samples, in one pass.
  void weigh(std::span<const std::uint32_t> times_drawn, RankedScores& ranked) const;

 private:
  struct Sample {
    double score;
    std::uint32_t group;
    bool positive;
  };
  std::vector<Sample> samples_;
};

// The value at a share (0..1) of sorted values, linear between the order statistics, as numpy. Needs a value.
double quantile(std::span<const double> sorted, double share);

// Absent when no draw had a value.
std::optional<BootstrapInterval> percentile_interval(double estimate, std::vector<double> values, double level);

}  // namespace ml
