// How far the difference of two models on the same images can be trusted: both are measured on the same draws of
// whole groups (lesions, patients) with replacement. What the images share cancels, and five photographs of one
// lesion do not pass for five lesions.
//
//   auto result = paired_bootstrap_auc(labels, scores_a, scores_b, lesion_numbers);
//   if (result && result->within_noise()) print("within noise");
//
// Differences are a - b. The same seed gives the same draws. Draws are made until the ends of the difference's
// interval stand still, or `most_draws` are made; settle_share 0: exactly most_draws.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ml/metrics/bootstrap.h"
#include "ml/metrics/resampling.h"

namespace ml {

struct PairedOptions {
  int most_draws = 10'000;
  double settle_share = 0.01;  // as BootstrapOptions has it, of the difference's interval
  double level = 0.95;
  std::uint64_t seed = 0;
};

struct PairedInterval {
  BootstrapInterval a, b, difference;  // over the draws in which both are defined
  bool settled = false;                // the ends stood still
  double p = 1;  // two-sided: twice the share of draws on the other side of 0, at least 2 / (draws + 1)

  bool within_noise() const { return difference.low <= 0 && difference.high >= 0; }
};

// Several metrics of one draw at once: each model's `RowStatistics` fill one value a metric. A metric is absent when it
// is not defined on all rows for one of the models, or all are of one group; the draws of each end when it is settled.
// Throws on options without a draw or with a level or share out of range.
std::vector<std::optional<PairedInterval>> paired_bootstraps(std::span<const int> groups, std::size_t metrics,
                                                             const RowStatistics& a, const RowStatistics& b,
                                                             const PairedOptions& options = {});

// The AUC: one pass over the sorted scores a draw. Throws on bad input as roc_auc does.
std::optional<PairedInterval> paired_bootstrap_auc(std::span<const int> labels, std::span<const float> a,
                                                   std::span<const float> b, std::span<const int> groups,
                                                   const PairedOptions& options = {});

// The mean AUC of one class against the rest, as one_vs_rest_auc; (n, classes) probabilities.
std::optional<PairedInterval> paired_bootstrap_macro_auc(std::span<const int> labels, std::span<const float> a,
                                                         std::span<const float> b, int classes,
                                                         std::span<const int> groups,
                                                         const PairedOptions& options = {});

}  // namespace ml
