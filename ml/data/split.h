// Which part of the data an image belongs to, and how much each class counts.
//
// Use: `Split split = assign_split(lesion_id, seed, {.train = 0.7, .val = 0.15, .test = 0.15});`
// The split is a function of the group's key: all photographs of a lesion land together, and adding
// images later never moves the ones that are there. The shares hold on average, not exactly.
// Threads: any thread; pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ml {

enum class Split { Train, Val, Test };

// "train", "val" or "test".
std::string_view split_name(Split split);

struct SplitFractions {
  double train = 0.7;
  double val = 0.15;
  double test = 0.15;
};

// Throws when a fraction is negative or they do not add up to 1.
Split assign_split(std::string_view group_key, std::uint64_t seed, const SplitFractions& fractions);

// n / (k * n_c) for the k classes that occur; 0 for a class that does not. Throws when a label lies
// outside 0 .. classes - 1, naming its index.
std::vector<float> balanced_class_weights(std::span<const int> labels, int classes);

}  // namespace ml
