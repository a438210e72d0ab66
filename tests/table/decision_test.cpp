// The one decision rule, and that calibration does not move it.
#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "app/table/run_scores.h"

namespace {

TEST(DecideGroup, TakesTheSecondOfTwoAtOrAboveTheThreshold) {
  const std::array<float, 2> probabilities{0.7F, 0.3F};
  EXPECT_EQ(app::decide_group(probabilities, static_cast<double>(0.3F)), 1);
  EXPECT_EQ(app::decide_group(probabilities, 0.31), 0);
}

TEST(DecideGroup, TakesThePriorAwayAgainOfMoreThanTwo) {
  std::vector<float> probabilities{0.2F, 0.5F, 0.3F};
  EXPECT_EQ(app::decide_group(probabilities, 0), 1);
  const ml::FittedCalibration calibration{.temperature = 1.4, .bias = {2, -1.5, -0.5}};
  ml::apply(calibration, probabilities, 3);
  EXPECT_EQ(app::decide_group(probabilities, 0), 0) << "the prior makes the first the most probable";
  EXPECT_EQ(app::decide_group(probabilities, 0, calibration.bias), 1) << "and it is decided as before";
}

TEST(DecideGroup, OfASetIsWhatStandsInIt) {
  std::vector<float> probabilities{0.2F, 0.5F, 0.3F, 0.1F, 0.1F, 0.8F};
  const ml::FittedCalibration calibration{.temperature = 1.4, .bias = {2, -1.5, -0.5}};
  ml::apply(calibration, probabilities, 3);
  const auto set = app::make_score_set(3, {4, 9}, probabilities, calibration.bias, 8);
  EXPECT_EQ(set->decided(0, 0.5), 1);
  EXPECT_EQ(set->decided(1, 0.5), 2);
  EXPECT_EQ(set->views, 8);
}

TEST(RunScores, HaveTheThresholdThatDecidesAsAnotherRuns) {
  app::RunScores plain, calibrated, other;
  plain.groups = calibrated.groups = other.groups = {"benign", "malignant"};
  calibrated.calibration = ml::FittedCalibration{.temperature = 0.7, .bias = {0.8, -0.8}};
  other.calibration = ml::FittedCalibration{.temperature = 1.3, .bias = {-0.2, 0.2}};
  EXPECT_EQ(plain.usual_threshold(), 0.5);
  EXPECT_EQ(calibrated.threshold_like(plain, 0.5), calibrated.usual_threshold());
  EXPECT_NEAR(other.threshold_like(calibrated, calibrated.usual_threshold()), other.usual_threshold(), 1e-6);
  EXPECT_NEAR(plain.threshold_like(other, other.threshold_like(plain, 0.31)), 0.31, 1e-6);
}

}  // namespace
