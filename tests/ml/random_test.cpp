#include <algorithm>
#include <numeric>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "ml/random/counter_rng.h"
#include "ml/random/hash.h"

namespace {

using Block = std::array<std::uint32_t, 4>;

// The known answers published with Random123.
TEST(Philox, GivesThePublishedKnownAnswers) {
  EXPECT_EQ(ml::philox4x32({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U}));
  EXPECT_EQ(ml::philox4x32({~0U, ~0U, ~0U, ~0U}, {~0U, ~0U}),
            (Block{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU}));
  EXPECT_EQ(ml::philox4x32({0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U}, {0xa4093822U, 0x299f31d0U}),
            (Block{0xd16cfe09U, 0x94fdcceb, 0x5001e420U, 0x24126ea1U}));
}

std::vector<std::uint32_t> first_numbers(ml::CounterRng rng) {
  std::vector<std::uint32_t> numbers(9);
  for (auto& number : numbers) number = rng.next_u32();
  return numbers;
}

TEST(CounterRng, RepeatsAStreamAndSeparatesStreamsThatDifferInAnyPart) {
  EXPECT_EQ(first_numbers(ml::CounterRng(3, {7, 1, 2})), first_numbers(ml::CounterRng(3, {7, 1, 2})));
  const std::set<std::vector<std::uint32_t>> streams{
      first_numbers(ml::CounterRng(3, {7, 1, 2})), first_numbers(ml::CounterRng(4, {7, 1, 2})),
      first_numbers(ml::CounterRng(3, {8, 1, 2})), first_numbers(ml::CounterRng(3, {7, 2, 2})),
      first_numbers(ml::CounterRng(3, {7, 1, 3}))};
  EXPECT_EQ(streams.size(), 5U);
}

TEST(CounterRng, DrawsUniformNumbersWithTheRightMeanAndRange) {
  ml::CounterRng rng(11);
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < 100000; ++i) {
    const double value = rng.uniform();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / 1e5, 0.5, 0.005);
  EXPECT_NEAR(squares / 1e5, 1.0 / 3.0, 0.005);
}

TEST(CounterRng, DrawsNormalNumbersWithMeanZeroAndDeviationOne) {
  ml::CounterRng rng(12);
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < 100000; ++i) {
    const double value = rng.normal();
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / 1e5, 0.0, 0.02);
  EXPECT_NEAR(squares / 1e5, 1.0, 0.03);
}

TEST(CounterRng, DrawsEachNumberBelowABoundEquallyOften) {
  ml::CounterRng rng(13);
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) ++counts.at(rng.below(7));
  for (const int count : counts) EXPECT_NEAR(count, 10000, 500);
  EXPECT_EQ(rng.below(1), 0U);
}

TEST(Shuffle, KeepsEveryValueAndMovesMost) {
  std::vector<std::uint32_t> values(1000);
  std::iota(values.begin(), values.end(), 0U);
  const std::vector<std::uint32_t> ordered = values;
  ml::CounterRng rng(14);
  ml::shuffle(values, rng);
  EXPECT_NE(values, ordered);
  EXPECT_TRUE(std::is_permutation(values.begin(), values.end(), ordered.begin()));
  ml::shuffle(std::span<std::uint32_t>{}, rng);
}

// Splits, cache names and contract names on users' disks depend on these.
TEST(StableHash, NeverChanges) {
  EXPECT_EQ(ml::hex16(ml::stable_hash("HAM_0000118")), "678027672e551602");
  EXPECT_EQ(ml::hex16(ml::stable_hash("", 5)), "e2afb7a19412f632");
  EXPECT_NE(ml::stable_hash("a", 1), ml::stable_hash("a", 2));
  EXPECT_NE(ml::stable_hash("a"), ml::stable_hash("b"));
}

}  // namespace
