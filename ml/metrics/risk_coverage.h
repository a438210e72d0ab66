// What is gained by not answering where the doubt is greatest: the risk (share of wrong answers) among the images with
// the least doubt, for every coverage (share that is answered), and the area under that curve. El-Yaniv and Wiener
// 2010; Geifman and El-Yaniv 2017; the area in excess of a perfect ranking: Geifman, Uziel and El-Yaniv 2019.
//
// Use: `RiskCoverage it = risk_coverage(wrong, doubt);  it.area, it.excess`
//      `AnsweredShare kept = answer_share(wrong, doubt, 0.8);  kept.most_doubt, kept.risk`
// Images of equal doubt are answered together; the area is the mean over all orders they may stand in, so it does not
// depend on the order of the rows.
// Threads: any thread; pure functions. All throw std::runtime_error on sizes that do not fit, no image, or a doubt
// that is not finite, naming the row.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "ml/metrics/resampling.h"

namespace ml {

struct RiskPoint {
  double doubt = 0;     // everything up to this doubt is answered
  double coverage = 0;  // 0..1
  double risk = 0;
};

struct RiskCoverage {
  std::size_t images = 0, wrong = 0;
  double risk = 0;               // of all of them
  double area = 0;               // mean risk over the coverages 1/n, 2/n, ..., 1
  double perfect = 0;            // the area where every wrong answer has more doubt than every right one
  double excess = 0;             // area - perfect
  std::vector<RiskPoint> curve;  // by rising coverage
};

// `wrong`: 1 where the answer is wrong.
RiskCoverage risk_coverage(std::span<const int> wrong, std::span<const double> doubt);

// At least the share that is asked for: images of equal doubt are not torn apart.
struct AnsweredShare {
  double most_doubt = 0;  // answered up to and with this
  std::size_t answered = 0, wrong = 0;
  double coverage = 0, risk = 0;
};
AnsweredShare answer_share(std::span<const int> wrong, std::span<const double> doubt, double coverage);

// The area of `b` less that of `a` on the same images, over draws of whole groups until its ends are stable
// (resampling.h). Absent where all are of one group.
std::optional<BootstrapInterval> area_difference(std::span<const int> wrong, std::span<const double> doubt_a,
                                                 std::span<const double> doubt_b, std::span<const int> groups,
                                                 const BootstrapOptions& options = {});

}  // namespace ml
