// How good probabilities are as probabilities. Lower is better; absent for an empty set.
// Throws when the lengths differ, a label is neither 0 nor 1, or a probability is NaN or outside 0 .. 1,
// naming the index.
// Threads: any thread; pure functions.
#pragma once

#include <optional>
#include <span>

namespace ml {

// Mean of -log(probability of what was true). Probabilities are clipped to float's epsilon .. 1 - epsilon.
std::optional<double> log_loss(std::span<const int> labels, std::span<const float> probabilities);

// Mean squared distance between probability and label.
std::optional<double> brier_score(std::span<const int> labels, std::span<const float> probabilities);

}  // namespace ml
