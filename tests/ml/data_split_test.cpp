#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ml/data/split.h"
#include "tests/ml/expect_error.h"

namespace {

std::array<int, 3> shares(std::uint64_t seed, const ml::SplitFractions& fractions) {
  std::array<int, 3> counts{};
  for (int i = 0; i < 10000; ++i) {
    ++counts[static_cast<std::size_t>(ml::assign_split("lesion " + std::to_string(i), seed, fractions))];
  }
  return counts;
}

TEST(AssignSplit, GivesEachPartItsShare) {
  const auto counts = shares(1, {0.7, 0.2, 0.1});
  EXPECT_NEAR(counts[0], 7000, 200);
  EXPECT_NEAR(counts[1], 2000, 200);
  EXPECT_NEAR(counts[2], 1000, 150);
}

TEST(AssignSplit, DependsOnGroupAndSeedOnly) {
  int moved = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string key = "HAM_" + std::to_string(i);
    const ml::Split first = ml::assign_split(key, 1, {});
    EXPECT_EQ(ml::assign_split(key, 1, {}), first);
    moved += ml::assign_split(key, 2, {}) != first ? 1 : 0;
  }
  EXPECT_GT(moved, 200);
}

TEST(AssignSplit, KeepsTheTestPartWhenTheOthersChangeTheirBorder) {
  for (int i = 0; i < 1000; ++i) {
    const std::string key = std::to_string(i);
    EXPECT_EQ(ml::assign_split(key, 1, {0.7, 0.15, 0.15}) == ml::Split::Test,
              ml::assign_split(key, 1, {0.5, 0.35, 0.15}) == ml::Split::Test);
  }
}

TEST(AssignSplit, LeavesAPartWithoutShareEmpty) {
  EXPECT_EQ(shares(1, {1, 0, 0}), (std::array<int, 3>{10000, 0, 0}));
  EXPECT_EQ(shares(1, {0, 1, 0}), (std::array<int, 3>{0, 10000, 0}));
  EXPECT_EQ(shares(1, {0, 0, 1}), (std::array<int, 3>{0, 0, 10000}));
  EXPECT_EQ(shares(1, {0.85, 0, 0.15})[1], 0);
  EXPECT_EQ(shares(1, {0, 0.3, 0.7})[0], 0);
}

TEST(AssignSplit, RefusesSharesThatAreNoShares) {
  expect_error([] { ml::assign_split("a", 1, {0.7, 0.2, 0.2}); }, {"add up to 1"});
  expect_error([] { ml::assign_split("a", 1, {1.2, -0.2, 0}); }, {"negative"});
}

TEST(SplitName, IsWhatTheFoldersAreCalled) {
  EXPECT_EQ(ml::split_name(ml::Split::Train), "train");
  EXPECT_EQ(ml::split_name(ml::Split::Val), "val");
  EXPECT_EQ(ml::split_name(ml::Split::Test), "test");
}

TEST(BalancedClassWeights, AreInverseToFrequencyAndAverageToOne) {
  const std::vector<int> labels{0, 0, 0, 0, 0, 0, 1, 1};
  EXPECT_EQ(ml::balanced_class_weights(labels, 2), (std::vector<float>{8.F / 12.F, 2.F}));
}

TEST(BalancedClassWeights, LeaveOutAClassThatNeverOccurs) {
  EXPECT_EQ(ml::balanced_class_weights(std::vector<int>{0, 2}, 3), (std::vector<float>{1.F, 0.F, 1.F}));
  EXPECT_EQ(ml::balanced_class_weights({}, 2), (std::vector<float>{0.F, 0.F}));
}

TEST(BalancedClassWeights, NameALabelOutOfRange) {
  expect_error([] { ml::balanced_class_weights(std::vector<int>{0, 1, 2}, 2); }, {"label 2", "index 2"});
  expect_error([] { ml::balanced_class_weights(std::vector<int>{-1}, 2); }, {"label -1", "index 0"});
}

}  // namespace
