#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/threshold_sweep.h"
#include "ml/random/counter_rng.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_cases.h"

namespace {

using Criterion = ml::ThresholdCriterion;

constexpr double kNear = 1e-12;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(ThresholdSweep, AgreesWithScikitLearnRowByRow) {
  for (const auto& record : recorded::load("metrics.json", "sweep")) {
    const auto rows =
        ml::threshold_sweep(record["labels"].get<std::vector<int>>(), record["scores"].get<std::vector<float>>());
    ASSERT_EQ(rows.size(), 91U);
    ASSERT_EQ(rows.size(), record["rows"].size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& expected = record["rows"][i];
      SCOPED_TRACE(expected["threshold"].dump());
      // The very double that the decimal number means.
      EXPECT_EQ(rows[i].threshold, expected["threshold"].get<double>());
      const ml::BinaryMetrics& metrics = rows[i].metrics;
      recorded::expect_same_counts_and_rates(metrics, expected);
      recorded::expect_same(metrics.youden(), expected, "youden");
    }
  }
}

TEST(ThresholdSweep, CallsAScoreOnTheThresholdPositive) {
  const auto rows =
      ml::threshold_sweep(std::vector{0, 1}, std::vector{0.25F, 0.5F}, {.first = 0.25, .last = 0.75, .step = 0.25});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].metrics.false_positives, 1);
  EXPECT_EQ(rows[1].metrics.true_positives, 1);
  EXPECT_EQ(rows[1].metrics.false_positives, 0);
  EXPECT_EQ(rows[2].metrics.true_positives, 0);
}

TEST(ThresholdSweep, MayHaveOneRowAndStopsBeforeTheLastThatAStepDoesNotReach) {
  EXPECT_EQ(ml::threshold_sweep({}, {}, {.first = 0.5, .last = 0.5}).size(), 1U);
  const auto rows = ml::threshold_sweep({}, {}, {.first = 0, .last = 1, .step = 0.3});
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows.back().threshold, 0.9);
}

TEST(ThresholdSweep, LeavesOutWhatIsUndefined) {
  const auto empty = ml::threshold_sweep({}, {});
  ASSERT_EQ(empty.size(), 91U);
  EXPECT_FALSE(empty[0].metrics.accuracy || empty[0].metrics.f1 || empty[0].metrics.youden());
  const auto positives = ml::threshold_sweep(std::vector{1, 1}, std::vector{0.25F, 0.75F});
  EXPECT_EQ(*positives[45].metrics.recall, 0.5);
  EXPECT_FALSE(positives[45].metrics.specificity || positives[45].metrics.youden());
}

TEST(ThresholdSweep, RefusesBadInputAndBadRanges) {
  expect_error([] { ml::threshold_sweep(std::vector{0, 1}, std::vector{0.1F, kNan}); }, {"index 1", "not a number"});
  expect_error([] { ml::threshold_sweep(std::vector{0, 3}, std::vector{0.1F, 0.2F}); }, {"label 3", "index 1"});
  expect_error([] { ml::threshold_sweep(std::vector{0}, std::vector{0.1F, 0.2F}); }, {"1 labels", "2 scores"});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const ml::SweepRange& range :
       {ml::SweepRange{.first = 0.9, .last = 0.1}, ml::SweepRange{.step = 0}, ml::SweepRange{.step = -0.1},
        ml::SweepRange{.step = 1e-9}, ml::SweepRange{.first = 0, .last = 1, .step = 2e-6},
        ml::SweepRange{.last = infinity}, ml::SweepRange{.first = nan}, ml::SweepRange{.step = nan}}) {
    expect_error([&] { ml::threshold_sweep({}, {}, range); }, {"Cannot sweep"});
  }
}

double cost_of(const ml::BinaryMetrics& metrics, double miss_cost, std::size_t n) {
  return (miss_cost * static_cast<double>(metrics.false_negatives) + static_cast<double>(metrics.false_positives)) /
         static_cast<double>(n);
}

TEST(OperatingPoint, ReachesTheBestF1AccuracyAndYouden) {
  for (const recorded::Case& one : recorded::cases("operating_points")) {
    SCOPED_TRACE(one.name);
    const auto f1 = ml::operating_point(one.labels, one.scores, {.criterion = Criterion::F1});
    EXPECT_NEAR(f1->value, one.recorded["f1"].get<double>(), kNear);
    EXPECT_NEAR(*f1->metrics.f1, f1->value, kNear);
    const auto accuracy = ml::operating_point(one.labels, one.scores, {.criterion = Criterion::Accuracy});
    EXPECT_NEAR(accuracy->value, one.recorded["accuracy"].get<double>(), kNear);
    EXPECT_NEAR(*accuracy->metrics.accuracy, accuracy->value, kNear);
    const auto youden = ml::operating_point(one.labels, one.scores, {.criterion = Criterion::Youden});
    EXPECT_NEAR(youden->value, one.recorded["youden"].get<double>(), kNear);
    EXPECT_NEAR(*youden->metrics.youden(), youden->value, kNear);
  }
}

TEST(OperatingPoint, HasTheHighestSpecificityAboveARecallFloor) {
  for (const recorded::Case& one : recorded::cases("operating_points")) {
    for (const auto& expected : one.recorded["floors"]) {
      SCOPED_TRACE(one.name + " floor " + expected["floor"].dump());
      const auto point = ml::operating_point(one.labels, one.scores,
                                             {.criterion = Criterion::RecallFloor, .recall_floor = expected["floor"]});
      ASSERT_TRUE(point.has_value());
      EXPECT_NEAR(point->value, expected["specificity"].get<double>(), kNear);
      EXPECT_EQ(point->value, *point->metrics.specificity);
      EXPECT_NEAR(*point->metrics.recall, expected["recall"].get<double>(), kNear);
    }
  }
}

TEST(OperatingPoint, HasTheLowestExpectedCost) {
  for (const recorded::Case& one : recorded::cases("operating_points")) {
    for (const auto& expected : one.recorded["costs"]) {
      SCOPED_TRACE(one.name + " cost " + expected["miss_cost"].dump());
      const double miss_cost = expected["miss_cost"];
      const auto point =
          ml::operating_point(one.labels, one.scores, {.criterion = Criterion::Cost, .miss_cost = miss_cost});
      ASSERT_TRUE(point.has_value());
      EXPECT_NEAR(point->value, expected["cost"].get<double>(), kNear);
      EXPECT_NEAR(cost_of(point->metrics, miss_cost, one.labels.size()), point->value, kNear);
    }
  }
}

TEST(OperatingPoint, TakesMoreRecallForNothingAtARecallFloor) {
  const std::vector<int> labels{1, 1, 1, 0, 1, 0};
  const std::vector<float> scores{0.875F, 0.75F, 0.625F, 0.5F, 0.25F, 0.125F};
  const auto half = ml::operating_point(labels, scores, {.criterion = Criterion::RecallFloor, .recall_floor = 0.5});
  EXPECT_EQ(half->threshold, 0.5625);
  EXPECT_EQ(half->metrics.true_positives, 3);
  EXPECT_EQ(*half->metrics.specificity, 1.0);
  const auto all = ml::operating_point(labels, scores, {.criterion = Criterion::RecallFloor, .recall_floor = 1});
  EXPECT_EQ(all->threshold, 0.1875);
  EXPECT_EQ(*all->metrics.specificity, 0.5);
}

TEST(OperatingPoint, MovesWithTheCostOfAMiss) {
  const std::vector<int> labels{0, 1, 0, 1, 0, 0};
  const std::vector<float> scores{0.875F, 0.75F, 0.625F, 0.5F, 0.25F, 0.125F};
  // Nothing called positive: 2 misses of 0.25 are cheaper than the false alarm above them.
  const auto cheap = ml::operating_point(labels, scores, {.criterion = Criterion::Cost, .miss_cost = 0.25});
  EXPECT_GT(cheap->threshold, 0.875);
  EXPECT_EQ(cheap->metrics.false_negatives, 2);
  EXPECT_EQ(cheap->metrics.false_positives, 0);
  EXPECT_NEAR(cheap->value, 0.5 / 6, kNear);
  const auto dear = ml::operating_point(labels, scores, {.criterion = Criterion::Cost, .miss_cost = 10});
  EXPECT_EQ(dear->threshold, 0.375);
  EXPECT_EQ(dear->metrics.false_negatives, 0);
  EXPECT_NEAR(dear->value, 2.0 / 6, kNear);
  // At a cost of 1 calling nothing and calling the first two cost the same: calling some wins.
  const auto even = ml::operating_point(labels, scores, {.criterion = Criterion::Cost, .miss_cost = 1});
  EXPECT_EQ(even->threshold, 0.6875);
}

TEST(OperatingPoint, IsAbsentWhereTheCriterionIsUndefined) {
  const std::vector<float> scores{0.25F, 0.75F};
  const std::vector<int> negatives{0, 0};
  const std::vector<int> positives{1, 1};
  for (const Criterion criterion :
       {Criterion::F1, Criterion::Accuracy, Criterion::Youden, Criterion::RecallFloor, Criterion::Cost}) {
    EXPECT_FALSE(ml::operating_point({}, {}, {.criterion = criterion}).has_value());
  }
  EXPECT_FALSE(ml::operating_point(negatives, scores, {.criterion = Criterion::RecallFloor}).has_value());
  EXPECT_FALSE(ml::operating_point(positives, scores, {.criterion = Criterion::RecallFloor}).has_value());
  const auto none = ml::operating_point(negatives, scores, {.criterion = Criterion::Cost});
  EXPECT_EQ(none->value, 0.0);
  EXPECT_EQ(none->metrics.false_positives, 0);
  const auto all = ml::operating_point(positives, scores, {.criterion = Criterion::Cost});
  EXPECT_EQ(all->value, 0.0);
  EXPECT_EQ(all->metrics.true_positives, 2);
}

TEST(OperatingPoint, RefusesBadInputAndBadRules) {
  const std::vector<int> labels{0, 1};
  const std::vector<float> scores{0.25F, 0.75F};
  expect_error([&] { ml::operating_point(labels, std::vector{kNan, 0.5F}, {}); }, {"index 0", "not a number"});
  expect_error([&] { ml::operating_point(labels, std::vector{0.5F}, {}); }, {"2 labels", "1 scores"});
  for (const double floor : {0.0, -0.5, 1.5, std::numeric_limits<double>::quiet_NaN()}) {
    expect_error([&] { ml::operating_point(labels, scores, {.recall_floor = floor}); }, {"recall floor"});
  }
  for (const double cost :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    expect_error([&] { ml::operating_point(labels, scores, {.miss_cost = cost}); }, {"cost of a miss"});
  }
}

struct Data {
  std::vector<int> labels;
  std::vector<float> scores;
  std::vector<int> groups;
};

// Positives score one deviation higher; coarse scores make ties.
Data drawn(int groups, int images_per_group, std::uint64_t seed) {
  ml::CounterRng rng(seed);
  Data data;
  for (int group = 0; group < groups; ++group) {
    const int label = rng.chance(0.4) ? 1 : 0;
    const auto score = static_cast<float>(std::round(8 * (rng.normal() + label)) / 8);
    for (int k = 0; k < images_per_group; ++k) {
      data.labels.push_back(label);
      data.scores.push_back(score);
      data.groups.push_back(1000 - 3 * group);
    }
  }
  return data;
}

// A draw written out: every image as often as its group was drawn.
Data written_out(const Data& data, const ml::GroupDraws& draws) {
  Data drawn_data;
  for (std::size_t i = 0; i < data.labels.size(); ++i) {
    for (std::uint32_t k = 0; k < draws.times_drawn()[draws.group_of(i)]; ++k) {
      drawn_data.labels.push_back(data.labels[i]);
      drawn_data.scores.push_back(data.scores[i]);
    }
  }
  return drawn_data;
}

void expect_interval(const std::optional<ml::BootstrapInterval>& ours, std::vector<double> values, double estimate) {
  ASSERT_TRUE(ours.has_value());
  std::sort(values.begin(), values.end());
  EXPECT_EQ(ours->draws_used, static_cast<int>(values.size()));
  EXPECT_EQ(ours->estimate, estimate);
  EXPECT_NEAR(ours->low, ml::quantile(values, 0.05), kNear);
  EXPECT_NEAR(ours->high, ml::quantile(values, 0.95), kNear);
}

TEST(BootstrapOperatingPoint, ChoosesAgainInEveryDrawAndJudgesTheFixedThreshold) {
  // Few groups: some draws have one class only, where the threshold is undefined and the accuracy is not.
  const Data data = drawn(6, 2, 14);
  const ml::BootstrapOptions options{.draws = 300, .level = 0.9, .seed = 3};
  for (const ml::ThresholdRule& rule :
       {ml::ThresholdRule{.criterion = Criterion::Youden}, ml::ThresholdRule{.criterion = Criterion::F1},
        ml::ThresholdRule{.criterion = Criterion::RecallFloor, .recall_floor = 0.75},
        ml::ThresholdRule{.criterion = Criterion::Cost, .miss_cost = 3}}) {
    const auto intervals = ml::bootstrap_operating_point(data.labels, data.scores, data.groups, rule, options);
    ASSERT_TRUE(intervals.has_value());
    const ml::OperatingPoint& point = intervals->point;
    std::vector<double> thresholds;
    std::vector<double> accuracy;
    std::vector<double> precision;
    std::vector<double> recall;
    std::vector<double> specificity;
    std::vector<double> f1;
    ml::GroupDraws draws(data.groups, data.labels.size(), options);
    while (draws.next()) {
      const Data draw = written_out(data, draws);
      if (const auto best = ml::best_threshold(draw.labels, draw.scores, rule)) thresholds.push_back(best->threshold);
      const auto metrics = ml::binary_metrics_at(draw.labels, draw.scores, point.threshold);
      accuracy.push_back(*metrics.accuracy);
      if (metrics.precision) precision.push_back(*metrics.precision);
      if (metrics.recall) recall.push_back(*metrics.recall);
      if (metrics.specificity) specificity.push_back(*metrics.specificity);
      if (metrics.f1) f1.push_back(*metrics.f1);
    }
    ASSERT_LT(recall.size(), 300U);
    expect_interval(intervals->threshold, thresholds, point.threshold);
    expect_interval(intervals->accuracy, accuracy, *point.metrics.accuracy);
    expect_interval(intervals->precision, precision, *point.metrics.precision);
    expect_interval(intervals->recall, recall, *point.metrics.recall);
    expect_interval(intervals->specificity, specificity, *point.metrics.specificity);
    expect_interval(intervals->f1, f1, *point.metrics.f1);
  }
}

TEST(BootstrapOperatingPoint, AgreesWithTheBinomialErrorForIndependentImages) {
  const Data data = drawn(800, 1, 12);
  const auto intervals =
      ml::bootstrap_operating_point(data.labels, data.scores, data.groups, {}, {.draws = 2000, .seed = 5});
  const ml::BinaryMetrics& metrics = intervals->point.metrics;
  const auto expect_binomial = [](const ml::BootstrapInterval& interval, double share, std::int64_t n) {
    const double error = std::sqrt(share * (1 - share) / static_cast<double>(n));
    EXPECT_NEAR(interval.low, share - 1.96 * error, 0.25 * error);
    EXPECT_NEAR(interval.high, share + 1.96 * error, 0.25 * error);
  };
  expect_binomial(*intervals->recall, *metrics.recall, metrics.true_positives + metrics.false_negatives);
  expect_binomial(*intervals->specificity, *metrics.specificity, metrics.true_negatives + metrics.false_positives);
  expect_binomial(*intervals->precision, *metrics.precision, metrics.true_positives + metrics.false_positives);
  expect_binomial(*intervals->accuracy, *metrics.accuracy, static_cast<std::int64_t>(data.labels.size()));
  EXPECT_LT(intervals->threshold->low, intervals->point.threshold);
  EXPECT_GT(intervals->threshold->high, intervals->point.threshold);
}

TEST(BootstrapOperatingPoint, IsNotFooledByManyPhotographsOfFewLesions) {
  const Data data = drawn(60, 10, 13);
  std::vector<int> each(data.labels.size());
  for (std::size_t i = 0; i < each.size(); ++i) each[i] = static_cast<int>(i);
  const auto grouped = ml::bootstrap_operating_point(data.labels, data.scores, data.groups, {});
  const auto single = ml::bootstrap_operating_point(data.labels, data.scores, each, {});
  EXPECT_GT(grouped->accuracy->high - grouped->accuracy->low, 2.5 * (single->accuracy->high - single->accuracy->low));
  EXPECT_EQ(grouped->point.threshold, single->point.threshold);
  // All images of one lesion: every draw is the data itself.
  const auto together = ml::bootstrap_operating_point(data.labels, data.scores, std::vector(each.size(), 7), {},
                                                      {.draws = 20, .one_group = true});
  EXPECT_EQ(together->threshold->low, together->point.threshold);
  EXPECT_EQ(together->threshold->high, together->point.threshold);
  EXPECT_EQ(together->recall->low, *together->point.metrics.recall);
  EXPECT_EQ(together->recall->high, *together->point.metrics.recall);
}

TEST(BootstrapOperatingPoint, HasNoIntervalForAMetricThatIsAbsent) {
  const std::vector<float> scores{0.25F, 0.75F};
  const auto none =
      ml::bootstrap_operating_point(std::vector{0, 0}, scores, std::vector{1, 2}, {.criterion = Criterion::Cost});
  ASSERT_TRUE(none.has_value());
  EXPECT_FALSE(none->precision || none->recall || none->f1);
  EXPECT_EQ(none->specificity->low, 1.0);
  EXPECT_EQ(none->accuracy->high, 1.0);
}

TEST(BootstrapOperatingPoint, IsAbsentWithoutAPointAndRefusesBadInput) {
  const std::vector<int> labels{0, 1};
  const std::vector<float> scores{0.25F, 0.75F};
  const std::vector<int> groups{1, 2};
  EXPECT_FALSE(ml::bootstrap_operating_point({}, {}, {}, {}).has_value());
  EXPECT_FALSE(ml::bootstrap_operating_point(std::vector{1, 1}, scores, groups, {}).has_value());
  expect_error([&] { ml::bootstrap_operating_point(labels, scores, std::vector{1}, {}); },
               {"1 group numbers", "2 images"});
  expect_error([&] { ml::bootstrap_operating_point(labels, std::vector{0.5F, kNan}, groups, {}); }, {"index 1"});
  expect_error([&] { ml::bootstrap_operating_point(labels, scores, groups, {}, {.draws = 0}); }, {"one draw"});
  expect_error([&] { ml::bootstrap_operating_point(labels, scores, groups, {}, {.level = 0}); }, {"level"});
}

}  // namespace
