// What the bootstraps share: groups (lesions, patients) drawn with replacement, and percentile intervals.
//
// Use: `GroupDraws draws(groups, labels.size(), options);`
//      `const SortedSamples samples(labels, scores, draws);`
//      `std::array<DrawnValues, 1> values;`
//      `draw_until_settled(draws, values, options, [&] { samples.weigh(draws.times_drawn(), ranked); values[0].add(…);
//      });`
// The same seed gives the same draws, so two statistics of one data set can be paired. How many are made follows from
// the values alone, so that it is the same every time.
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
  int draws = 10'000;  // at most
  double level = 0.95;
  std::uint64_t seed = 0;
  // Looked at every kSettleDraws draws: enough were made once the error that drawing itself leaves in either end (one
  // standard error, from the order statistics beside it) is at most this share of the interval's width. 0: exactly
  // `draws`.
  double settle_share = 0.01;
  // Several values of one draw: those that are stable go on to be drawn until the last is. False: the draws of each end
  // as if it were alone, so that it is the same number beside whatever others.
  bool end_together = false;
  // Also of one group alone, each draw of which is the data itself: an interval of no width. False: there is none, as
  // nothing was seen that could vary.
  bool one_group = false;
};
inline constexpr int kSettleDraws = 1000;

struct BootstrapInterval {
  double estimate = 0;  // on all of the data
  double low = 0;
  double high = 0;
  int draws_used = 0;    // draws in which the value was defined (an AUC: both classes were drawn)
  bool settled = false;  // its ends are stable to settle_share
};

class GroupDraws {
 public:
  // groups[i] is any number that the members of a group share. Throws when there is not one per sample,
  // or on options without a draw or with a level outside (0, 1).
  GroupDraws(std::span<const int> groups, std::size_t samples, const BootstrapOptions& options);

  // Draws once more; false when all draws are made, and where fewer than two groups leave nothing to draw from.
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

// Absent when no draw had a value, as of one group alone.
std::optional<BootstrapInterval> percentile_interval(double estimate, std::vector<double> values, double level);

// The standard error that drawing leaves in an end, the larger, by the interval's width. Needs sorted values. 0 between
// two values next to each other that the statistic can have, as a share of few images does: more draws do not help.
double end_error(std::span<const double> sorted, double level);

// The values of one statistic over the draws, until it has settled.
class DrawnValues {
 public:
  void add(const std::optional<double>& value) {
    if (value && !ended_) values_.push_back(*value);
  }
  // Also where no draw had a value: more of them would not help.
  bool settled(const BootstrapOptions& options);
  std::optional<BootstrapInterval> interval(double estimate, const BootstrapOptions& options);

 private:
  std::vector<double> values_;
  bool ended_ = false;
};

// Calls `draw` after each draw, until all of the values have settled or all draws are made. Gives how many were.
template <class Draw>
int draw_until_settled(GroupDraws& draws, std::span<DrawnValues> values, const BootstrapOptions& options,
                       const Draw& draw) {
  int made = 0;
  while (draws.next()) {
    draw();
    if (++made % kSettleDraws != 0 || options.settle_share <= 0) continue;
    bool all = true;
    for (DrawnValues& one : values) all = one.settled(options) && all;
    if (all) break;
  }
  return made;
}

}  // namespace ml
