// Two models on the same images. The recorded values come from tests/reference/record_paired.py.
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/delong.h"
#include "ml/metrics/paired_bootstrap.h"
#include "ml/metrics/ranking.h"
#include "ml/random/counter_rng.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

namespace {

struct Pair {
  std::vector<int> labels;
  std::vector<float> a, b;
  std::vector<int> groups;
};

Pair pair_from(const nlohmann::json& record) { return {record["labels"], record["a"], record["b"], record["groups"]}; }

// Images in groups of `per_group`; b is a with noise.
Pair drawn(int groups, int per_group, std::uint64_t seed) {
  ml::CounterRng rng(seed);
  Pair pair;
  for (int i = 0; i < groups * per_group; ++i) {
    const int label = (i / per_group) % 3 == 0 ? 1 : 0;
    const double score = rng.normal() + label;
    pair.labels.push_back(label);
    pair.a.push_back(static_cast<float>(score));
    pair.b.push_back(static_cast<float>(score + 0.5 * rng.normal()));
    pair.groups.push_back(i / per_group);
  }
  return pair;
}

std::vector<int> each_its_own(std::size_t n) {
  std::vector<int> numbers(n);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

std::optional<double> auc_of(const Pair& pair, const std::vector<float>& scores, std::span<const std::size_t> rows) {
  std::vector<int> labels;
  std::vector<float> drawn_scores;
  for (const std::size_t row : rows) {
    labels.push_back(pair.labels[row]);
    drawn_scores.push_back(scores[row]);
  }
  return ml::roc_auc(labels, drawn_scores);
}

double width(const ml::BootstrapInterval& interval) { return interval.high - interval.low; }

TEST(DelongPaired, GivesTheRecordedValues) {
  for (const auto& record : recorded::load("paired.json", "cases")) {
    SCOPED_TRACE(record["name"].get<std::string>());
    const Pair pair = pair_from(record);
    const auto test = ml::delong_paired(pair.labels, pair.a, pair.b);
    const nlohmann::json& expected = record["delong"];
    ASSERT_TRUE(test && test->z && test->p);
    EXPECT_NEAR(test->auc_a, expected["auc_a"].get<double>(), 1e-13);
    EXPECT_NEAR(test->auc_b, expected["auc_b"].get<double>(), 1e-13);
    EXPECT_NEAR(test->variance_a, expected["variance_a"].get<double>(), 1e-13);
    EXPECT_NEAR(test->variance_b, expected["variance_b"].get<double>(), 1e-13);
    EXPECT_NEAR(test->covariance, expected["covariance"].get<double>(), 1e-13);
    EXPECT_NEAR(test->variance, expected["variance"].get<double>(), 1e-13);
    EXPECT_NEAR(*test->z, expected["z"].get<double>(), 1e-9);
    EXPECT_NEAR(*test->p, expected["p"].get<double>(), 1e-9);
    EXPECT_NEAR(test->high - test->low, 2 * 1.959963984540054 * std::sqrt(test->variance), 1e-12);
  }
}

TEST(DelongPaired, HasTheAreasOfRocAucAndTurnsItsSignWithTheModels) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Pair pair = drawn(50, 1, seed);
    const auto forth = ml::delong_paired(pair.labels, pair.a, pair.b);
    const auto back = ml::delong_paired(pair.labels, pair.b, pair.a);
    ASSERT_TRUE(forth && back);
    EXPECT_NEAR(forth->auc_a, *ml::roc_auc(pair.labels, pair.a), 1e-12);
    EXPECT_NEAR(forth->auc_b, *ml::roc_auc(pair.labels, pair.b), 1e-12);
    EXPECT_DOUBLE_EQ(forth->difference, -back->difference);
    EXPECT_NEAR(*forth->p, *back->p, 1e-12);
  }
}

TEST(DelongPaired, OfAModelWithItselfFindsNothing) {
  const Pair pair = drawn(40, 1, 3);
  const auto test = ml::delong_paired(pair.labels, pair.a, pair.a);
  EXPECT_EQ(test->difference, 0);
  EXPECT_EQ(test->variance, 0);
  EXPECT_EQ(test->p, 1.0);
  const std::vector<float> equal(pair.labels.size(), 0.5F);
  const auto all_equal = ml::delong_paired(pair.labels, equal, equal);
  EXPECT_EQ(all_equal->auc_a, 0.5);
  EXPECT_EQ(all_equal->p, 1.0);
}

TEST(DelongPaired, SaysNoPWhereTwoModelsDifferWithoutAnyVariance) {
  const std::vector<int> labels = {0, 0, 1, 1};
  const auto test = ml::delong_paired(labels, std::vector{0.1F, 0.2F, 0.8F, 0.9F}, std::vector{0.9F, 0.8F, 0.2F, 0.1F});
  EXPECT_EQ(test->difference, 1);
  EXPECT_FALSE(test->z || test->p);
}

TEST(DelongPaired, IsAbsentWithOneOfAKindAndRefusesBadInput) {
  const std::vector<float> scores = {0.1F, 0.2F, 0.3F, 0.4F};
  EXPECT_FALSE(ml::delong_paired(std::vector{0, 0, 0, 1}, scores, scores));
  EXPECT_FALSE(ml::delong_paired(std::vector{1, 1, 1, 1}, scores, scores));
  EXPECT_FALSE(ml::delong_paired({}, {}, {}));
  const std::vector<float> not_a_number = {0.1F, std::numeric_limits<float>::quiet_NaN(), 0.3F, 0.4F};
  expect_error([&] { ml::delong_paired(std::vector{0, 1, 0, 1}, scores, not_a_number); }, {"1"});
  expect_error([&] { ml::delong_paired(std::vector{0, 1}, scores, scores); }, {});
}

// The end of a normal interval is 1.96 errors away; the bootstrap's own ends differ by some of its noise.
TEST(PairedBootstrap, OverGroupsAgreesWithTheRecordedErrorOfGroups) {
  for (const auto& record : recorded::load("paired.json", "cases")) {
    if (record["labels"].size() < 100) continue;
    SCOPED_TRACE(record["name"].get<std::string>());
    const Pair pair = pair_from(record);
    const auto result = ml::paired_bootstrap_auc(pair.labels, pair.a, pair.b, pair.groups);
    ASSERT_TRUE(result);
    const double error = record["clustered_error"].get<double>();
    EXPECT_NEAR(width(result->difference), 2 * 1.96 * error, 0.15 * 2 * 1.96 * error);
  }
}

TEST(PairedBootstrap, OverImagesAgreesWithDelongAndOverGroupsIsWider) {
  const Pair pair = pair_from(recorded::load("paired.json", "cases")[2]);
  const auto delong = ml::delong_paired(pair.labels, pair.a, pair.b);
  const auto naive = ml::paired_bootstrap_auc(pair.labels, pair.a, pair.b, each_its_own(pair.labels.size()));
  const auto clustered = ml::paired_bootstrap_auc(pair.labels, pair.a, pair.b, pair.groups);
  EXPECT_NEAR(width(naive->difference), delong->high - delong->low, 0.15 * (delong->high - delong->low));
  EXPECT_GT(width(clustered->difference), 1.5 * width(naive->difference));
  EXPECT_EQ(clustered->difference.estimate, naive->difference.estimate);
}

TEST(PairedBootstrap, StopsWhenItsEndsStandStillOrAtTheStatedNumber) {
  const Pair pair = drawn(150, 2, 4);
  const auto free = ml::paired_bootstrap_auc(pair.labels, pair.a, pair.b, pair.groups, {.settle_share = 0.05});
  EXPECT_TRUE(free->settled);
  EXPECT_EQ(free->difference.draws_used % ml::kSettleDraws, 0);
  EXPECT_LT(free->difference.draws_used, ml::PairedOptions{}.most_draws);
  const auto stated =
      ml::paired_bootstrap_auc(pair.labels, pair.a, pair.b, pair.groups, {.most_draws = 700, .settle_share = 0});
  EXPECT_FALSE(stated->settled);
  EXPECT_EQ(stated->difference.draws_used, 700);
}

// One rule for every interval: that two looks agree by chance ends nothing.
TEST(PairedBootstrap, DrawsTheDifferenceAsOftenAsTheBootstrapOfAnyStatisticDoes) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Pair pair = drawn(120, 2, seed);
    const auto paired = ml::paired_bootstrap_auc(pair.labels, pair.a, pair.b, pair.groups);
    const auto change = ml::bootstrap_statistic(pair.groups, [&](std::span<const std::size_t> rows) {
      return std::optional(*auc_of(pair, pair.a, rows) - *auc_of(pair, pair.b, rows));
    });
    ASSERT_TRUE(paired && change);
    EXPECT_EQ(paired->difference.draws_used, change->draws_used);
    EXPECT_NEAR(paired->difference.low, change->low, 1e-12);
    EXPECT_NEAR(paired->difference.high, change->high, 1e-12);
    EXPECT_EQ(paired->settled, change->settled);
  }
}

TEST(PairedBootstrap, RepeatsWithItsSeedAndOnlyThen) {
  const Pair pair = drawn(60, 2, 5);
  const auto with = [&](std::uint64_t seed) {
    return ml::paired_bootstrap_auc(pair.labels, pair.a, pair.b, pair.groups,
                                    {.most_draws = 300, .settle_share = 0, .seed = seed})
        ->difference.low;
  };
  EXPECT_EQ(with(1), with(1));
  EXPECT_NE(with(1), with(2));
}

TEST(PairedBootstrap, CallsAModelAgainstItselfWithinNoise) {
  const Pair pair = drawn(60, 1, 6);
  const auto same = ml::paired_bootstrap_auc(pair.labels, pair.a, pair.a, pair.groups);
  EXPECT_TRUE(same->within_noise());
  EXPECT_EQ(same->p, 1.0);
  EXPECT_EQ(width(same->difference), 0);
  std::vector<float> better = pair.a;
  for (std::size_t i = 0; i < better.size(); ++i) better[i] += 3.0F * static_cast<float>(pair.labels[i]);
  const auto apart = ml::paired_bootstrap_auc(pair.labels, better, pair.a, pair.groups);
  EXPECT_FALSE(apart->within_noise());
  EXPECT_LT(apart->p, 0.01);
}

// The three ways to ask are one: the fast AUC, the general form, and one class against the rest of two.
TEST(PairedBootstrap, GivesTheSameByEveryRoad) {
  const Pair pair = drawn(80, 3, 7);
  const ml::PairedOptions options{.most_draws = 200, .settle_share = 0, .seed = 9};
  const auto of_rows = [&](const std::vector<float>& scores) {
    return [&](std::span<const std::size_t> rows, std::span<std::optional<double>> values) {
      values[0] = auc_of(pair, scores, rows);
    };
  };
  const auto rows_of_two = [](const std::vector<float>& scores) {
    std::vector<float> rows;
    for (const float score : scores) rows.insert(rows.end(), {-score, score});
    return rows;
  };
  const auto fast = ml::paired_bootstrap_auc(pair.labels, pair.a, pair.b, pair.groups, options);
  const auto general = ml::paired_bootstraps(pair.groups, 1, of_rows(pair.a), of_rows(pair.b), options).front();
  const auto macro =
      ml::paired_bootstrap_macro_auc(pair.labels, rows_of_two(pair.a), rows_of_two(pair.b), 2, pair.groups, options);
  ASSERT_TRUE(fast && general && macro);
  for (const auto* other : {&*general, &*macro}) {
    EXPECT_NEAR(other->difference.estimate, fast->difference.estimate, 1e-12);
    EXPECT_NEAR(other->difference.low, fast->difference.low, 1e-12);
    EXPECT_NEAR(other->difference.high, fast->difference.high, 1e-12);
    EXPECT_NEAR(other->a.low, fast->a.low, 1e-12);
  }
}

TEST(PairedBootstrap, LeavesOutDrawsWithoutAValueAndIsAbsentWithoutOneAtAll) {
  const std::vector<int> labels = {0, 0, 1};
  const std::vector<float> a = {0.1F, 0.2F, 0.3F}, b = {0.3F, 0.2F, 0.1F};
  const auto result = ml::paired_bootstrap_auc(labels, a, b, each_its_own(3), {.most_draws = 500, .settle_share = 0});
  EXPECT_LT(result->difference.draws_used, 450);
  EXPECT_GT(result->difference.draws_used, 250);
  EXPECT_FALSE(ml::paired_bootstrap_auc(std::vector{1, 1, 1}, a, b, each_its_own(3)));
  EXPECT_FALSE(ml::paired_bootstrap_auc({}, {}, {}, {}));
  const auto never = [](std::span<const std::size_t>, std::span<std::optional<double>> values) { values[0].reset(); };
  EXPECT_FALSE(ml::paired_bootstraps(each_its_own(3), 1, never, never).front());
}

TEST(PairedBootstrap, RefusesBadInput) {
  const std::vector<int> labels = {0, 1};
  const std::vector<float> scores = {0.1F, 0.2F};
  expect_error([&] { ml::paired_bootstrap_auc(labels, scores, scores, std::vector{1}); }, {"1 group numbers"});
  expect_error([&] { ml::paired_bootstrap_auc(labels, scores, scores, labels, {.most_draws = 0}); }, {"one draw"});
  expect_error([&] { ml::paired_bootstrap_auc(labels, scores, scores, labels, {.settle_share = -1}); }, {"share"});
  const std::vector<float> not_a_number = {0.1F, std::numeric_limits<float>::quiet_NaN()};
  expect_error([&] { ml::paired_bootstrap_auc(labels, scores, not_a_number, labels); }, {"1"});
}

TEST(PairedBootstrap, GivesNoIntervalOfOneGroupAlone) {
  const Pair pair = drawn(20, 3, 6);
  const std::vector<int> one(pair.labels.size(), 0);
  EXPECT_FALSE(ml::paired_bootstrap_auc(pair.labels, pair.a, pair.b, one));
  const auto count = [](std::span<const std::size_t> rows, std::span<std::optional<double>> values) {
    values[0] = static_cast<double>(rows.size());
  };
  EXPECT_FALSE(ml::paired_bootstraps(one, 1, count, count).front());
}

}  // namespace
