#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/bootstrap.h"
#include "ml/metrics/multiclass.h"
#include "ml/metrics/ranking.h"
#include "ml/random/counter_rng.h"
#include "tests/ml/expect_error.h"

namespace {

struct Data {
  std::vector<int> labels;
  std::vector<float> scores;
  std::vector<int> groups;
};

// Positives score one deviation higher; each drawn score is repeated for all images of its group.
Data drawn(int groups, int images_per_group, std::uint64_t seed) {
  ml::CounterRng rng(seed);
  Data data;
  for (int group = 0; group < groups; ++group) {
    const int label = rng.chance(0.3) ? 1 : 0;
    const auto score = static_cast<float>(rng.normal() + label);
    for (int k = 0; k < images_per_group; ++k) {
      data.labels.push_back(label);
      data.scores.push_back(score);
      data.groups.push_back(group * 7 - 3);
    }
  }
  return data;
}

// DeLong's standard error of the AUC, computed by comparing every pair.
double delong_error(const Data& data) {
  std::vector<float> positives;
  std::vector<float> negatives;
  for (std::size_t i = 0; i < data.labels.size(); ++i)
    (data.labels[i] == 1 ? positives : negatives).push_back(data.scores[i]);
  const auto wins = [](float a, float b) { return a > b ? 1.0 : (a == b ? 0.5 : 0.0); };
  const auto variance = [](const std::vector<double>& values) {
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values) sum += (value - mean) * (value - mean);
    return sum / static_cast<double>(values.size() - 1) / static_cast<double>(values.size());
  };
  std::vector<double> of_positives;
  std::vector<double> of_negatives(negatives.size());
  for (const float positive : positives) {
    double sum = 0;
    for (std::size_t j = 0; j < negatives.size(); ++j) {
      sum += wins(positive, negatives[j]);
      of_negatives[j] += wins(positive, negatives[j]) / static_cast<double>(positives.size());
    }
    of_positives.push_back(sum / static_cast<double>(negatives.size()));
  }
  return std::sqrt(variance(of_positives) + variance(of_negatives));
}

TEST(BootstrapAuc, AgreesWithDeLongForIndependentImages) {
  const Data data = drawn(600, 1, 1);
  const auto interval = ml::bootstrap_auc(data.labels, data.scores, data.groups, {.draws = 2000, .seed = 5});
  ASSERT_TRUE(interval.has_value());
  EXPECT_DOUBLE_EQ(interval->estimate, *ml::roc_auc(data.labels, data.scores));
  const double error = delong_error(data);
  EXPECT_NEAR(interval->low, interval->estimate - 1.96 * error, 0.25 * error);
  EXPECT_NEAR(interval->high, interval->estimate + 1.96 * error, 0.25 * error);
  EXPECT_EQ(interval->draws_used, 2000);
}

TEST(BootstrapAuc, IsNotFooledByManyPhotographsOfFewLesions) {
  const Data data = drawn(60, 10, 2);
  const auto grouped = ml::bootstrap_auc(data.labels, data.scores, data.groups);
  std::vector<int> each(data.labels.size());
  std::iota(each.begin(), each.end(), 0);
  const auto single = ml::bootstrap_auc(data.labels, data.scores, each);
  EXPECT_GT(grouped->high - grouped->low, 2.5 * (single->high - single->low));
}

TEST(BootstrapAuc, RepeatsWithItsSeedAndOnlyThen) {
  const Data data = drawn(100, 1, 3);
  const auto once = ml::bootstrap_auc(data.labels, data.scores, data.groups, {.draws = 100, .seed = 1});
  const auto again = ml::bootstrap_auc(data.labels, data.scores, data.groups, {.draws = 100, .seed = 1});
  const auto other = ml::bootstrap_auc(data.labels, data.scores, data.groups, {.draws = 100, .seed = 2});
  EXPECT_EQ(once->low, again->low);
  EXPECT_NE(once->low, other->low);
}

TEST(BootstrapAuc, LeavesOutDrawsWithOneClassOnly) {
  const std::vector<int> labels{0, 0, 1};
  const std::vector<float> scores{0.1F, 0.2F, 0.3F};
  const auto interval = ml::bootstrap_auc(labels, scores, std::vector{1, 2, 3}, {.draws = 500});
  EXPECT_LT(interval->draws_used, 450);
  EXPECT_GT(interval->draws_used, 250);
  EXPECT_EQ(interval->low, 1.0);
}

TEST(BootstrapAuc, IsAbsentWithOneClassAndRefusesBadInput) {
  const std::vector<float> scores{0.1F, 0.2F};
  EXPECT_FALSE(ml::bootstrap_auc(std::vector{1, 1}, scores, std::vector{1, 2}).has_value());
  EXPECT_FALSE(ml::bootstrap_auc({}, {}, {}).has_value());
  expect_error([&] { ml::bootstrap_auc(std::vector{0, 1}, scores, std::vector{1}); }, {"1 group numbers", "2 images"});
  expect_error([&] { ml::bootstrap_auc(std::vector{0, 1}, scores, std::vector{1, 2}, {.draws = 0}); }, {"one draw"});
  expect_error([&] { ml::bootstrap_auc(std::vector{0, 1}, scores, std::vector{1, 2}, {.level = 1}); }, {"level"});
}

TEST(BootstrapStatistic, OfTheAucIsBootstrapAuc) {
  const Data data = drawn(80, 3, 5);
  const ml::BootstrapOptions options{.draws = 200, .seed = 9};
  const auto direct = ml::bootstrap_auc(data.labels, data.scores, data.groups, options);
  const auto general = ml::bootstrap_statistic(
      data.groups,
      [&](std::span<const std::size_t> rows) {
        std::vector<int> labels;
        std::vector<float> scores;
        for (const std::size_t row : rows) {
          labels.push_back(data.labels[row]);
          scores.push_back(data.scores[row]);
        }
        return ml::roc_auc(labels, scores);
      },
      options);
  ASSERT_TRUE(direct && general);
  EXPECT_EQ(general->draws_used, direct->draws_used);
  EXPECT_NEAR(general->estimate, direct->estimate, 1e-12);
  EXPECT_NEAR(general->low, direct->low, 1e-12);
  EXPECT_NEAR(general->high, direct->high, 1e-12);
}

TEST(BootstrapStatistic, LeavesOutDrawsWithoutAValue) {
  const std::vector<int> groups = {1, 2};
  const auto only_when_both = [](std::span<const std::size_t> rows) {
    return rows[0] != rows[1] ? std::optional(1.0) : std::nullopt;
  };
  const auto interval = ml::bootstrap_statistic(groups, only_when_both, {.draws = 100, .seed = 3});
  ASSERT_TRUE(interval);
  EXPECT_GT(interval->draws_used, 20);
  EXPECT_LT(interval->draws_used, 80);
  EXPECT_FALSE(ml::bootstrap_statistic(groups, [](std::span<const std::size_t>) { return std::optional<double>(); },
                                       {.draws = 10}));
}

// Rows whose class is hidden in noise, five photographs of each lesion.
TEST(BootstrapMeanAuc, IsThatOfDrawingRowsAndOfTwoClassesThatOfTheOne) {
  constexpr std::size_t kClasses = 3;
  std::vector<int> labels, groups;
  std::vector<float> probabilities;
  for (int i = 0; i < 120; ++i) {
    labels.push_back(i / 5 % 3);
    groups.push_back(i / 5);
    for (int c = 0; c < 3; ++c)
      probabilities.push_back(static_cast<float>((i * 37 + c * 11) % 50) / 100 + (c == labels.back() ? 0.2F : 0));
  }
  const ml::BootstrapOptions options{.draws = 2000, .seed = 3};
  const auto found = ml::bootstrap_mean_auc(labels, probabilities, kClasses, groups, options);
  const auto by_rows = ml::bootstrap_statistic(
      groups,
      [&](std::span<const std::size_t> rows) {
        std::vector<int> some_labels;
        std::vector<float> some;
        for (const std::size_t row : rows) {
          some_labels.push_back(labels[row]);
          for (std::size_t c = 0; c < kClasses; ++c) some.push_back(probabilities[row * kClasses + c]);
        }
        return ml::one_vs_rest_auc(some_labels, some, kClasses).macro;
      },
      options);
  ASSERT_TRUE(found && by_rows);
  EXPECT_DOUBLE_EQ(found->estimate, by_rows->estimate);
  EXPECT_NEAR(found->low, by_rows->low, 1e-12);
  EXPECT_NEAR(found->high, by_rows->high, 1e-12);
  EXPECT_EQ(found->draws_used, by_rows->draws_used);
  EXPECT_LT(found->low, found->estimate);
  EXPECT_GT(found->high, found->estimate);

  const Data data = drawn(200, 1, 4);
  std::vector<float> both;
  for (const float score : data.scores) both.insert(both.end(), {1 - score, score});
  const auto two = ml::bootstrap_mean_auc(data.labels, both, 2, data.groups, options);
  const auto one = ml::bootstrap_auc(data.labels, data.scores, data.groups, options);
  EXPECT_NEAR(two->low, one->low, 1e-6);
  EXPECT_NEAR(two->high, one->high, 1e-6);
  EXPECT_FALSE(ml::bootstrap_mean_auc(std::vector{1}, std::vector{0.2F, 0.3F, 0.5F}, 3, std::vector{0}, {}));
}

// Every draw would be the data itself, and both ends the value.
TEST(BootstrapAuc, IsAbsentOfOneGroupAlone) {
  const Data data = drawn(60, 1, 4);
  const std::vector<int> one(data.labels.size(), 9);
  EXPECT_FALSE(ml::bootstrap_auc(data.labels, data.scores, one));
  EXPECT_FALSE(ml::bootstrap_statistic(one, [](std::span<const std::size_t> rows) { return 1.0 * rows[0]; }));
  const auto as_before = ml::bootstrap_auc(data.labels, data.scores, one, {.one_group = true});
  ASSERT_TRUE(as_before.has_value());
  EXPECT_EQ(as_before->low, as_before->high);
  EXPECT_EQ(as_before->draws_used, ml::kSettleDraws);
  EXPECT_TRUE(as_before->settled);
  std::vector<int> two = one;
  for (std::size_t i = 0; i < two.size(); i += 2) two[i] = 1;
  EXPECT_TRUE(ml::bootstrap_auc(data.labels, data.scores, two));
}

}  // namespace
