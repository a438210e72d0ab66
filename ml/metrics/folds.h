// Folds for judging what was chosen on the images it is judged on: whole groups (lesions, patients) are dealt out, the
// groups of each class evenly, so that what is fitted on all folds but one says something about that one.
//
// Use: `const std::vector<int> fold = fold_of_samples(labels, groups, 5);`
// Threads: any thread; pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ml {

constexpr int kCrossFitFolds = 5;

// 0 .. folds-1 for every sample; the same seed deals the same. A group counts as of the highest label among its
// samples. Throws when there is not one group per label, or with fewer than two folds.
std::vector<int> fold_of_samples(std::span<const int> labels, std::span<const int> groups, int folds = kCrossFitFolds,
                                 std::uint64_t seed = 0);

}  // namespace ml
