// Draws go on until the ends of an interval stand still, and stop there; how many is the same every time.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/bootstrap.h"
#include "ml/random/counter_rng.h"
#include "tests/ml/expect_error.h"

namespace {

struct Data {
  std::vector<int> labels, groups;
  std::vector<float> scores;
};

Data drawn(int images, std::uint64_t seed) {
  ml::CounterRng rng(seed);
  Data data;
  for (int i = 0; i < images; ++i) {
    data.labels.push_back(rng.chance(0.3) ? 1 : 0);
    data.scores.push_back(static_cast<float>(rng.normal() + data.labels.back()));
    data.groups.push_back(i);
  }
  return data;
}

std::vector<double> normal_values(int count, std::uint64_t seed) {
  ml::CounterRng rng(seed);
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(rng.normal());
  std::ranges::sort(values);
  return values;
}

// The end of 1,000 sets of n normal values varies by what end_error says of one set.
TEST(EndError, is_how_much_an_end_varies_from_one_set_of_draws_to_another) {
  constexpr int kSets = 400, kDraws = 2000;
  std::vector<double> lows, errors;
  for (int set = 0; set < kSets; ++set) {
    const std::vector<double> values = normal_values(kDraws, static_cast<std::uint64_t>(set) + 1);
    lows.push_back(ml::quantile(values, 0.025));
    errors.push_back(ml::end_error(values, 0.95) * (ml::quantile(values, 0.975) - ml::quantile(values, 0.025)));
  }
  const double mean = std::accumulate(lows.begin(), lows.end(), 0.0) / kSets;
  double variance = 0;
  for (const double low : lows) variance += (low - mean) * (low - mean) / (kSets - 1);
  const double said = std::accumulate(errors.begin(), errors.end(), 0.0) / kSets;
  EXPECT_NEAR(said, std::sqrt(variance), 0.25 * std::sqrt(variance)) << "it is the larger of two ends";
  EXPECT_GE(said, 0.95 * std::sqrt(variance));
}

TEST(EndError, falls_with_the_draws_and_is_nothing_for_a_value_that_never_changes) {
  EXPECT_GT(ml::end_error(normal_values(300, 1), 0.95), 2 * ml::end_error(normal_values(5000, 1), 0.95));
  EXPECT_EQ(ml::end_error(std::vector<double>(50, 0.7), 0.95), 0);
}

// A share of 31 images moves by a 31st or not at all: that it moves so says nothing against the number of draws.
TEST(EndError, is_nothing_between_two_values_next_to_each_other) {
  std::vector<double> values(1000, 0.5);
  std::fill(values.begin(), values.begin() + 25, 0.25);
  std::fill(values.end() - 25, values.end(), 0.75);
  EXPECT_EQ(ml::end_error(values, 0.95), 0);
  for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>(20 + i)] = 0.26 + 0.02 * i;
  EXPECT_GT(ml::end_error(values, 0.95), 0.01);
}

TEST(BootstrapSettling, stops_where_the_ends_stand_still_and_says_so) {
  const Data data = drawn(300, 1);
  const auto usual = ml::bootstrap_auc(data.labels, data.scores, data.groups);
  ASSERT_TRUE(usual);
  EXPECT_TRUE(usual->settled);
  EXPECT_EQ(usual->draws_used % ml::kSettleDraws, 0);
  EXPECT_GT(usual->draws_used, ml::kSettleDraws) << "a thousand draws leave two percent of the width";
  EXPECT_LT(usual->draws_used, ml::BootstrapOptions{}.draws);
  const auto coarse = ml::bootstrap_auc(data.labels, data.scores, data.groups, {.settle_share = 0.05});
  EXPECT_EQ(coarse->draws_used, ml::kSettleDraws);
}

// Three hundred draws left one end off by a tenth of the width; what settles is within a few hundredths of the truth.
TEST(BootstrapSettling, leaves_both_ends_within_a_few_hundredths_of_the_width) {
  const Data data = drawn(200, 2);
  const auto truth =
      ml::bootstrap_auc(data.labels, data.scores, data.groups, {.draws = 200'000, .seed = 99, .settle_share = 0});
  const double width = truth->high - truth->low;
  double worst_settled = 0, worst_of_300 = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const auto settled = ml::bootstrap_auc(data.labels, data.scores, data.groups, {.seed = seed});
    const auto few = ml::bootstrap_auc(data.labels, data.scores, data.groups, {.draws = 300, .seed = seed});
    const auto off = [&](const ml::BootstrapInterval& interval) {
      return std::max(std::abs(interval.low - truth->low), std::abs(interval.high - truth->high)) / width;
    };
    worst_settled = std::max(worst_settled, off(*settled));
    worst_of_300 = std::max(worst_of_300, off(*few));
    EXPECT_FALSE(few->settled);
  }
  EXPECT_LT(worst_settled, 0.035);
  EXPECT_GT(worst_of_300, 0.05);
}

TEST(BootstrapSettling, makes_as_many_draws_every_time_and_exactly_those_asked_for_where_it_may_not_stop) {
  const Data data = drawn(120, 3);
  const auto once = ml::bootstrap_auc(data.labels, data.scores, data.groups, {.seed = 4});
  const auto again = ml::bootstrap_auc(data.labels, data.scores, data.groups, {.seed = 4});
  EXPECT_EQ(once->draws_used, again->draws_used);
  EXPECT_EQ(once->low, again->low);
  EXPECT_EQ(once->high, again->high);
  const auto fixed =
      ml::bootstrap_auc(data.labels, data.scores, data.groups, {.draws = 2500, .seed = 4, .settle_share = 0});
  EXPECT_EQ(fixed->draws_used, 2500);
  EXPECT_FALSE(fixed->settled) << "nobody looked";
}

TEST(BootstrapSettling, says_that_the_most_draws_were_not_enough) {
  const Data data = drawn(150, 5);
  const auto capped = ml::bootstrap_auc(data.labels, data.scores, data.groups, {.draws = 2000, .settle_share = 0.001});
  EXPECT_EQ(capped->draws_used, 2000);
  EXPECT_FALSE(capped->settled);
}

TEST(BootstrapSettling, of_several_statistics_ends_each_as_if_it_were_alone_and_leaves_out_what_is_not_defined) {
  const Data data = drawn(90, 6);
  const auto mean = [&](std::span<const std::size_t> rows) {
    double sum = 0;
    for (const std::size_t row : rows) sum += data.scores[row];
    return sum / static_cast<double>(rows.size());
  };
  const auto of_three = [&](const ml::BootstrapOptions& options) {
    return ml::bootstrap_statistics(
        data.groups, 3,
        [&](std::span<const std::size_t> rows, std::span<std::optional<double>> values) {
          values[0] = mean(rows) > 0 ? 1 : 0.5;
          values[1] = mean(rows);
          values[2] = std::nullopt;
        },
        options);
  };
  const auto intervals = of_three({}), together = of_three({.end_together = true});
  ASSERT_TRUE(intervals[0] && intervals[1] && together[0] && together[1]);
  EXPECT_FALSE(intervals[2]);
  const auto alone = ml::bootstrap_statistic(
      data.groups, [&](std::span<const std::size_t> rows) { return std::optional(mean(rows)); });
  EXPECT_EQ(intervals[1]->low, alone->low);
  EXPECT_EQ(intervals[1]->high, alone->high);
  EXPECT_EQ(intervals[1]->draws_used, alone->draws_used);
  EXPECT_GT(alone->draws_used, ml::kSettleDraws);
  EXPECT_EQ(intervals[0]->draws_used, ml::kSettleDraws) << "settles at the first look";
  EXPECT_TRUE(intervals[0]->settled);
  EXPECT_EQ(together[0]->draws_used, together[1]->draws_used) << "one of the same draws as the other";
}

TEST(BootstrapSettling, refuses_a_share_that_is_none) {
  const std::vector<float> scores{0.1F, 0.2F};
  expect_error(
      [&] {
        ml::bootstrap_auc(std::vector{0, 1}, scores, std::vector{1, 2}, {.settle_share = 1});
      },
      {"share"});
}

}  // namespace
