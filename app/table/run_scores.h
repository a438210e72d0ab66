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
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/core/types.h"
#include "app/table/bits.h"
#include "app/table/fitted_on.h"
#include "ml/metrics/fitted_calibration.h"

namespace app {

// The one rule: at or above the threshold is the second of two groups; of more the one that the network found most
// probable, the lower on a tie. `given` are its own probabilities of more than two groups, where those that are shown
// were calibrated: what makes probabilities honest changes no decision. Empty: they were not.
int decide_group(std::span<const float> probabilities, double threshold, std::span<const float> given = {});

// The probabilities of some images at one epoch.
struct ScoreSet {
  int groups = 0;                    // K
  std::vector<Row> rows;             // (N), ascending
  std::vector<float> probabilities;  // (N,K), as they are shown
  // (N,K) of more than two groups that were calibrated: as the network gave them. They decide, and they rank the images
  // of a group against the rest: calibrating all groups together would reorder those. Empty: `probabilities` do.
  std::vector<float> given;
  int views = 0;  // of each image, whose answers were averaged; 0: not recorded
  // Two groups: places 0 .. N-1 in falling order of the last group's probability, equal ones by place.
  std::vector<std::uint32_t> falling;
  // More: the group that is decided for at each place, the lower one on a tie.
  std::vector<std::uint8_t> most_probable;

  std::size_t size() const { return rows.size(); }
  std::span<const float> at(std::size_t place) const {
    const auto k = static_cast<std::size_t>(groups);
    return std::span(probabilities).subspan(place * k, k);
  }
  float score(std::size_t place) const { return at(place).back(); }  // of the last group (malignant)
  // What ranks the image against the others, by group.
  std::span<const float> ranked_at(std::size_t place) const {
    const auto k = static_cast<std::size_t>(groups);
    return std::span(given.empty() ? probabilities : given).subspan(place * k, k);
  }
  int decided(std::size_t place, double threshold) const {
    return groups == 2 ? decide_group(at(place), threshold) : most_probable[place];
  }
};

// Fills `falling` or `most_probable`; of two groups `given` is not kept. Throws std::runtime_error naming the image's
// row on a value that is no probability.
std::shared_ptr<const ScoreSet> make_score_set(int groups, std::vector<Row> rows, std::vector<float> probabilities,
                                               std::vector<float> given = {}, int views = 0);
// What the network gave, shown through a calibration; null: as it is.
std::shared_ptr<const ScoreSet> make_score_set(int groups, std::vector<Row> rows, std::vector<float> given,
                                               const ml::FittedCalibration* shown_through, int views);

// Places in falling order of what ranks them by the group, equal ones by place.
std::vector<std::uint32_t> falling_places(const ScoreSet& set, int group);

struct RunScores {
  RunId run = 0;
  std::string name;    // "run 3"
  std::string target;  // the target it was trained for
  std::vector<std::string> groups;
  std::unordered_map<ClassId, int> group_of_class;  // as it was trained; empty: not known, as the target says now
  std::vector<Row> leaking;         // validation images that share something with those it learnt from, ascending
  std::vector<Row> learnt;          // of these, those that it learnt from; with a label of now or without
  std::int64_t edit_revision = -1;  // of the set when that was looked for
  int best_epoch = 0;               // 0: none
  int refit_epoch = 0;              // behind the stored ones: the head refit to the labels of now; 0: none
  std::string problem;              // why it cannot be measured; empty: it can
  // What the probabilities below went through; absent: they are as the network gave them.
  std::optional<ml::FittedCalibration> calibration;
  FittedOn fitted_on;
  // Of each row by the labels that it was fitted by, -1: none, kNotOfFit: it was not fitted on it; null: not known, or
  // nothing is applied.
  std::shared_ptr<const std::vector<std::int16_t>> groups_of_fit;
  // Of two groups, where none was chosen: what 0.5 became by the calibration, so that it changes no decision.
  double usual_threshold() const {
    return calibration && groups.size() == 2 ? ml::moved_threshold(*calibration, 0.5) : 0.5;
  }

  // Of two groups: the threshold on this run's probabilities that decides as `threshold` does on `other`'s, as their
  // networks gave them.
  double threshold_like(const RunScores& other, double threshold) const {
    const double plain = other.calibration ? ml::threshold_before(*other.calibration, threshold) : threshold;
    return calibration ? ml::moved_threshold(*calibration, plain) : plain;
  }

  struct Epoch {
    std::array<std::shared_ptr<const ScoreSet>, 4> by_split;  // indexed by Split; null: not stored
  };
  std::map<int, Epoch> epochs;

  const ScoreSet* find(int epoch, Split split) const {
    const auto found = epochs.find(epoch);
    return found == epochs.end() ? nullptr : found->second.by_split[static_cast<std::size_t>(split)].get();
  }
};

// Where a run with epochs kept nothing of the split at any of them: there was nothing to predict. Says so, and what to
// do; empty: something was kept, or the run has no epoch.
std::string why_never_judged(const RunScores& run, Split split);

}  // namespace app
