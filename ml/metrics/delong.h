// Whether two models order the same images differently: DeLong's comparison of two correlated AUCs, by midranks
// (Sun and Xu 2014), so that 100,000 images are three sorts a model and not a table of pairs.
//
// Use: `if (auto test = delong_paired(labels, scores_a, scores_b)) print(test->difference, test->low, test->high);`
// Images count as independent: several photographs of one lesion make the interval too narrow. The clustered
// interval is paired_bootstrap.h's.
// Labels are 0 or 1; only the order of the scores matters; a tie counts one half. Throws on bad input as roc_auc
// does.
// Threads: any thread; pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace ml {

struct DelongTest {
  std::int64_t positives = 0, negatives = 0;
  double auc_a = 0, auc_b = 0;
  double variance_a = 0, variance_b = 0, covariance = 0;  // of the two AUCs
  double difference = 0;                                  // a - b
  double variance = 0;                                    // of the difference
  double low = 0, high = 0;                               // 95 % of the difference
  std::optional<double> z, p;                             // two-sided; absent where they differ without any variance
};

// Absent with fewer than two positives or two negatives: a variance needs two.
std::optional<DelongTest> delong_paired(std::span<const int> labels, std::span<const float> a,
                                        std::span<const float> b);

}  // namespace ml
