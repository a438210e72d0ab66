#include <string>

#include <gtest/gtest.h>

#include "ml/data/split.h"

namespace {

int held(std::uint64_t seed, double share) {
  int count = 0;
  for (int i = 0; i < 10000; ++i) count += ml::held_out("lesion " + std::to_string(i), seed, share) ? 1 : 0;
  return count;
}

TEST(HeldOut, TakesTheShareThatIsAskedFor) {
  EXPECT_NEAR(held(1, 0.2), 2000, 200);
  EXPECT_EQ(held(1, 0), 0);
  EXPECT_EQ(held(1, 1), 10000);
}

TEST(HeldOut, DependsOnGroupAndSeedOnly) {
  int moved = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string key = "HAM_" + std::to_string(i);
    const bool first = ml::held_out(key, 1, 0.3);
    EXPECT_EQ(ml::held_out(key, 1, 0.3), first);
    moved += ml::held_out(key, 2, 0.3) != first ? 1 : 0;
  }
  EXPECT_GT(moved, 200);
}

TEST(HeldOut, KeepsWhatItTookWhenTheShareGrows) {
  for (int i = 0; i < 1000; ++i) {
    const std::string key = std::to_string(i);
    EXPECT_LE(ml::held_out(key, 1, 0.15), ml::held_out(key, 1, 0.35)) << key;
  }
}

}  // namespace
