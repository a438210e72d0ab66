#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "ml/optim/early_stopping.h"
#include "ml/optim/learning_rate.h"
#include "tests/ml/expect_error.h"

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(CosineSchedule, RisesThenFallsAlongHalfACosine) {
  const ml::CosineSchedule schedule{.base_rate = 1.F, .final_rate = 0.1F, .warmup_steps = 10, .total_steps = 110};
  EXPECT_FLOAT_EQ(schedule.rate(0), 0.F);
  EXPECT_FLOAT_EQ(schedule.rate(5), 0.5F);
  EXPECT_FLOAT_EQ(schedule.rate(10), 1.F);
  EXPECT_FLOAT_EQ(schedule.rate(60), 0.55F);
  EXPECT_FLOAT_EQ(schedule.rate(110), 0.1F);
  EXPECT_FLOAT_EQ(schedule.rate(500), 0.1F);
}

TEST(CosineSchedule, WorksWithoutWarmUpAndWithoutSteps) {
  EXPECT_FLOAT_EQ((ml::CosineSchedule{.base_rate = 2.F, .total_steps = 4}).rate(0), 2.F);
  EXPECT_FLOAT_EQ((ml::CosineSchedule{.base_rate = 2.F, .total_steps = 0}).rate(1), 0.F);
}

std::vector<float> rates_after(ml::PlateauSchedule schedule, const std::vector<double>& metrics) {
  std::vector<float> rates;
  for (const double metric : metrics) {
    schedule.observe(metric);
    rates.push_back(schedule.rate());
  }
  return rates;
}

TEST(PlateauSchedule, LowersTheRateAfterPatienceEpochsWithoutImprovement) {
  const ml::PlateauSchedule schedule(1.F, {.factor = 0.5F, .patience = 2, .min_delta = 0.1F, .min_rate = 0.2F});
  EXPECT_EQ(rates_after(schedule, {1.0, 0.95, 0.92, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}),
            (std::vector<float>{1.F, 1.F, 0.5F, 0.5F, 0.5F, 0.25F, 0.25F, 0.2F, 0.2F, 0.2F}));
}

TEST(PlateauSchedule, WaitsOutTheCooldown) {
  const ml::PlateauSchedule schedule(1.F, {.factor = 0.5F, .patience = 1, .cooldown = 2});
  EXPECT_EQ(rates_after(schedule, {1, 1, 1, 1, 1, 1}), (std::vector<float>{1.F, 0.5F, 0.5F, 0.25F, 0.25F, 0.125F}));
}

TEST(PlateauSchedule, CanMaximiseAndTakesNotANumberForNoImprovement) {
  const ml::PlateauSchedule schedule(1.F, {.goal = ml::MetricGoal::Maximise, .factor = 0.5F, .patience = 2});
  EXPECT_EQ(rates_after(schedule, {0.5, 0.6, kNan, kNan, 0.7}), (std::vector<float>{1.F, 1.F, 1.F, 0.5F, 0.5F}));
}

TEST(PlateauSchedule, ReportsWhetherItLoweredTheRate) {
  ml::PlateauSchedule schedule(1.F, {.patience = 1});
  EXPECT_FALSE(schedule.observe(1));
  EXPECT_TRUE(schedule.observe(1));
  schedule.set_rate(0.5F);
  EXPECT_EQ(schedule.rate(), 0.5F);
}

TEST(PlateauSchedule, RefusesSettingsThatLowerNothing) {
  expect_error([] { ml::PlateauSchedule(1.F, {.factor = 1.F}); }, {"factor"});
  expect_error([] { ml::PlateauSchedule(1.F, {.patience = -1}); }, {"patience"});
}

TEST(EarlyStopping, StopsAfterPatienceEpochsAndKnowsTheBest) {
  ml::EarlyStopping stopping({.patience = 2});
  EXPECT_TRUE(stopping.observe(1.0).improved);
  EXPECT_TRUE(stopping.observe(0.8).improved);
  EXPECT_FALSE(stopping.observe(0.9).stop);
  EXPECT_TRUE(stopping.observe(0.85).stop);
  EXPECT_EQ(stopping.best_epoch(), 1);
  EXPECT_EQ(stopping.state().best, 0.8);
}

TEST(EarlyStopping, TakesTheLowerLossAmongEqualMetricsWithoutGoingOnLonger) {
  ml::EarlyStopping stopping({.goal = ml::MetricGoal::Maximise, .patience = 3});
  EXPECT_TRUE(stopping.observe(1.0, 0.50).improved);
  EXPECT_TRUE(stopping.observe(1.0, 0.30).improved);
  EXPECT_EQ(stopping.best_epoch(), 1);
  EXPECT_FALSE(stopping.observe(1.0, 0.40).improved);
  EXPECT_EQ(stopping.best_epoch(), 1);
  EXPECT_TRUE(stopping.observe(1.0, 0.20).stop) << "three epochs without a better metric";
  EXPECT_EQ(stopping.best_epoch(), 3);
}

TEST(EarlyStopping, CountsOnlyImprovementsLargerThanMinDelta) {
  ml::EarlyStopping stopping({.goal = ml::MetricGoal::Maximise, .patience = 2, .min_delta = 0.05});
  stopping.observe(0.80);
  EXPECT_FALSE(stopping.observe(0.84).improved);
  EXPECT_TRUE(stopping.observe(0.86).improved);
}

TEST(EarlyStopping, TakesNotANumberForNoImprovementAndSparesTheFirstEpoch) {
  ml::EarlyStopping stopping({.patience = 0});
  EXPECT_FALSE(stopping.observe(kNan).stop);
  EXPECT_EQ(stopping.best_epoch(), -1);
  EXPECT_TRUE(stopping.observe(kNan).stop);
  expect_error([] { ml::EarlyStopping({.patience = -1}); }, {"patience"});
}

}  // namespace
