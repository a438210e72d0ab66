#include "ml/data/split.h"

#include <cmath>
#include <stdexcept>
#include <string>

#include "ml/random/hash.h"

namespace ml {

namespace {

void require_valid(const SplitFractions& fractions) {
  const bool negative = !(fractions.train >= 0 && fractions.val >= 0 && fractions.test >= 0);
  if (negative || std::abs(fractions.train + fractions.val + fractions.test - 1.0) > 1e-9) {
    throw std::runtime_error("Cannot split the data into shares of " + std::to_string(fractions.train) + ", " +
                             std::to_string(fractions.val) + " and " + std::to_string(fractions.test) +
                             ": they must not be negative and must add up to 1.");
  }
}

}  // namespace

std::string_view split_name(Split split) {
  switch (split) {
    case Split::Train: return "train";
    case Split::Val: return "val";
    case Split::Test: return "test";
  }
  throw std::runtime_error("An unknown split has no name.");
}

// Test and validation take the low end of the circle, so that moving the border between train and
// validation leaves a locked test split as it is.
Split assign_split(std::string_view group_key, std::uint64_t seed, const SplitFractions& fractions) {
  require_valid(fractions);
  const double position = static_cast<double>(stable_hash(group_key, seed) >> 11U) * 0x1.0p-53;
  if (position < fractions.test) return Split::Test;
  // 1 - train rather than test + val: rounding must not leave a sliver to a share of 0.
  if (fractions.train <= 0 || position < 1.0 - fractions.train) return fractions.val > 0 ? Split::Val : Split::Train;
  return Split::Train;
}

std::vector<float> balanced_class_weights(std::span<const int> labels, int classes) {
  std::vector<std::size_t> counts(classes > 0 ? static_cast<std::size_t>(classes) : 0);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0 || labels[i] >= classes) {
      throw std::runtime_error("Cannot weigh the classes: label " + std::to_string(labels[i]) + " at index " +
                               std::to_string(i) + " is outside 0.." + std::to_string(classes - 1) + ".");
    }
    ++counts[static_cast<std::size_t>(labels[i])];
  }
  std::size_t present = 0;
  for (const std::size_t count : counts) present += count > 0 ? 1 : 0;
  std::vector<float> weights(counts.size(), 0.F);
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] == 0) continue;
    weights[c] = static_cast<float>(static_cast<double>(labels.size()) /
                                    (static_cast<double>(present) * static_cast<double>(counts[c])));
  }
  return weights;
}

}  // namespace ml
