// How the probability of a group is spread over the images of each true group, and whether it means what it says: the
// bars of the Errors page. A bar counts the images that its ScoreRange lets through.
// Pure functions; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "app/table/bits.h"
#include "app/table/filter.h"
#include "app/table/run_scores.h"
#include "ml/metrics/calibration.h"

namespace app {

inline constexpr std::size_t kScoreBars = 20, kReliabilityBars = 10;

// The scores of one bar; the last one holds 1 too.
ScoreRange score_bar(int group, std::size_t bar, std::size_t bars = kScoreBars);

struct ScoreHistogram {
  int group = 1;
  std::vector<std::array<std::int64_t, kScoreBars>> counts;  // by true group
  std::int64_t most = 0;                                     // of all true groups in one bar
};
// `truth`: the group of each place, -1: not counted. `within`: of these rows only; null: of all.
ScoreHistogram score_histogram(const ScoreSet& scores, const std::vector<std::int16_t>& truth, int group,
                               const Mask* within = nullptr);

// Of the group against the rest, in bars of equal width.
ml::ReliabilityDiagram reliability_of(const ScoreSet& scores, const std::vector<std::int16_t>& truth, int group,
                                      const Mask* within = nullptr);
// The scores that a bar of that diagram holds, above its low end up to and with its high one.
ScoreRange reliability_bar(int group, const ml::ReliabilityBin& bin);

}  // namespace app
