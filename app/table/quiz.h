// Guess before the answer is shown: which images are asked, and what the answers are worth against the labels and
// beside the model. No answer is a label; nothing is written.
//
//   const std::vector<std::size_t> asked = stratified_choice(groups_of_candidates, 2, 20, seed);
//   const QuizScore reader = quiz_score(truths, answers, 2);      // sensitivity, specificity with intervals, kappa
//
// Any thread; pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace app {

// Places in `groups` (of each candidate's label; negative: not asked), as many of each group as can be, in an order
// that tells nothing. The same seed gives the same questions.
std::vector<std::size_t> stratified_choice(std::span<const int> groups, int group_count, std::size_t wanted,
                                           std::uint64_t seed);

struct Share {
  int hits = 0, of = 0;
  double value = 0, low = 0, high = 1;  // with Wilson's 95 % interval
};
std::optional<Share> share(int hits, int of);  // nothing of nothing

struct QuizScore {
  int asked = 0;
  std::optional<Share> accuracy;
  std::optional<Share> sensitivity, specificity;  // of two groups, the second is the one that is looked for
  std::optional<double> kappa;                    // Cohen's, with the labels
  std::vector<int> confusion;                     // rows of the label, columns of the answer
};
// Truths and answers are groups from 0; a negative answer was skipped and is not counted.
QuizScore quiz_score(std::span<const int> truths, std::span<const int> answers, int groups);

}  // namespace app
