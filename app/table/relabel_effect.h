// What changed labels did to what a run is worth, in parts that add up: a run's head was refit to the labels of now,
// and is judged by the labels of now, so a number may have moved for two reasons.
//
//   of the evaluation's labels   the same model, the new labels less the old ones
//   of the model                 the new labels, the refit model less the run's own
//     of training on             of this: what the same refit would have done without any new label
//     of the labels learnt from  of this: the rest
//
//   RelabelEffect effect = relabel_effect(input);      // numbers, at once
//   add_intervals(effect, input);                      // 95 %, takes a moment: for a worker
//
// Any thread; plain values and pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "app/table/metrics.h"
#include "app/table/run_scores.h"

namespace app {

// All three score the same rows: the run's own model, that model refit without a changed label, and with them.
struct EffectInput {
  std::shared_ptr<const ScoreSet> stored, untouched, refitted;
  std::vector<std::int16_t> truth_before, truth_now;  // by place: the label's group; -1: not counted
  std::vector<int> groups;                            // by place: equal numbers are one lesion or patient
  double threshold = 0.5;
};

enum class EffectPart { Total, EvaluationLabels, Model, TrainingOn, LearntLabels };
inline constexpr std::size_t kEffectParts = 5;

struct SignedDifference {
  double value = 0;
  std::optional<double> low, high;  // 95 %, over whole lesions and patients; absent: not known (yet)

  bool within_noise() const { return low && high && *low <= 0 && *high >= 0; }
};

struct RelabelEffect {
  MetricValues before, same_model, untouched, now;  // stored model and old labels; then step by step to now
  std::vector<std::int64_t> confusion_before, confusion_now;
  std::array<std::array<std::optional<SignedDifference>, kMetrics>, kEffectParts> parts;

  // Absent where one of its ends is not defined. Total is the sum of EvaluationLabels and Model, and Model that of
  // TrainingOn and LearntLabels.
  const std::optional<SignedDifference>& of(EffectPart part, Metric metric) const {
    return parts[static_cast<std::size_t>(part)][static_cast<std::size_t>(metric)];
  }
};

// Throws std::logic_error when the sets are not of the same rows.
RelabelEffect relabel_effect(const EffectInput& input);
void add_intervals(RelabelEffect& effect, const EffectInput& input);

}  // namespace app
