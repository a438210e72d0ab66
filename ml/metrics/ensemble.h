// What several answers about the same image say together: views of one image (test-time augmentation),
// passes with dropout left on (Monte-Carlo dropout), or several models.
//
// Use: `EnsembleSummary summary = summarise_members(probabilities, views, classes);`
//      `std::vector<int> called = most_probable(summary.mean, classes);`
// Entropies are in nats; a class of probability 0 adds nothing.
// Threads: any thread; pure functions.
#pragma once

#include <span>
#include <vector>

namespace ml {

struct EnsembleSummary {
  std::vector<float> mean;  // (n, classes)
  // Per row:
  std::vector<double> predictive_entropy;  // of the mean: all of the doubt
  std::vector<double> expected_entropy;    // mean over the members: doubt that each member has by itself
  std::vector<double> mutual_information;  // the difference: doubt between the members (BALD, Houlsby et al. 2011)
  std::vector<double>
      positive_deviation;         // of the positive class's probability over the members; divided by their number
  std::vector<double> deviation;  // the same of every class, (n, classes)
};

// probabilities are (members, n, classes). Throws when the numbers do not fit together, on a probability
// that is NaN or outside 0 .. 1, naming member, row and class, and on a row that does not add up to 1
// within one thousandth, naming member and row.
EnsembleSummary summarise_members(std::span<const float> probabilities, int members, int classes,
                                  int positive_class = 1);

}  // namespace ml
