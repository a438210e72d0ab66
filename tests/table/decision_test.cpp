// The one decision rule, and that calibration does not move it.
#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "app/table/evaluation.h"
#include "app/table/rank_curves.h"
#include "app/table/run_scores.h"

namespace {

TEST(DecideGroup, TakesTheSecondOfTwoAtOrAboveTheThreshold) {
  const std::array<float, 2> probabilities{0.7F, 0.3F};
  EXPECT_EQ(app::decide_group(probabilities, static_cast<double>(0.3F)), 1);
  EXPECT_EQ(app::decide_group(probabilities, 0.31), 0);
}

TEST(DecideGroup, TakesWhatTheNetworkGaveOfMoreThanTwo) {
  std::vector<float> probabilities{0.2F, 0.5F, 0.3F};
  const std::vector<float> given = probabilities;
  EXPECT_EQ(app::decide_group(probabilities, 0), 1);
  const ml::FittedCalibration calibration{.temperature = 1.4, .bias = {2, -1.5, -0.5}};
  ml::apply(calibration, probabilities, 3);
  EXPECT_EQ(app::decide_group(probabilities, 0), 0) << "the prior makes the first the most probable";
  EXPECT_EQ(app::decide_group(probabilities, 0, given), 1) << "and it is decided as before";
}

TEST(DecideGroup, OfASetIsWhatStandsInIt) {
  std::vector<float> probabilities{0.2F, 0.5F, 0.3F, 0.1F, 0.1F, 0.8F};
  const ml::FittedCalibration calibration{.temperature = 1.4, .bias = {2, -1.5, -0.5}};
  const auto set = app::make_score_set(3, {4, 9}, probabilities, &calibration, 8);
  EXPECT_EQ(set->decided(0, 0.5), 1);
  EXPECT_EQ(set->decided(1, 0.5), 2);
  EXPECT_EQ(set->views, 8);
  EXPECT_GT(set->at(0)[0], set->at(0)[1]) << "it is shown calibrated";
}

// Six images of three groups. What is shown of the second group is in another order than what the network gave.
TEST(CalibratedSets, RankByWhatTheNetworkGave) {
  const std::vector<float> given{0.60F, 0.30F, 0.10F, 0.05F, 0.35F, 0.60F, 0.10F, 0.80F, 0.10F,
                                 0.70F, 0.20F, 0.10F, 0.10F, 0.40F, 0.50F, 0.45F, 0.25F, 0.30F};
  const std::vector<std::int16_t> truth{1, 2, 1, 0, 2, 0};
  const ml::FittedCalibration calibration{.temperature = 1.1, .bias = {2, 0.5, -2.5}};
  const std::vector<app::Row> rows{0, 1, 2, 3, 4, 5};
  const auto plain = app::make_score_set(3, rows, given, nullptr, 1);
  const auto shown = app::make_score_set(3, rows, given, &calibration, 1);
  ASSERT_NE(app::falling_places(*app::make_score_set(3, rows, shown->probabilities), 1), app::falling_places(*plain, 1))
      << "or this shows nothing";
  const app::Judge by_plain(plain, truth), by_shown(shown, truth);
  EXPECT_EQ(by_shown.one_vs_rest_auc(), by_plain.one_vs_rest_auc());
  const app::RankCurves plain_curves = rank_curves(by_plain), shown_curves = rank_curves(by_shown);
  EXPECT_EQ(shown_curves.mean.average_precision, plain_curves.mean.average_precision);
  for (std::size_t group = 0; group < 3; ++group)
    EXPECT_EQ(shown_curves.groups[group].auc, plain_curves.groups[group].auc);
}

app::Evaluation judged(std::vector<float> shown, std::vector<float> given) {
  const app::Scored scored{.labels = {1, 2, 1, 0, 2, 0},
                           .probabilities = std::move(shown),
                           .lesions = {0, 1, 2, 3, 4, 5},
                           .groups = {"a", "b", "c"},
                           .before_calibration = std::move(given)};
  return evaluate(scored, {});
}

TEST(CalibratedSets, AreJudgedAsBefore) {
  std::vector<float> given{0.60F, 0.30F, 0.10F, 0.05F, 0.35F, 0.60F, 0.10F, 0.80F, 0.10F,
                           0.70F, 0.20F, 0.10F, 0.10F, 0.40F, 0.50F, 0.45F, 0.25F, 0.30F};
  std::vector<float> shown = given;
  ml::apply({.temperature = 1.1, .bias = {2, 0.5, -2.5}}, shown, 3);
  const app::Evaluation plain = judged(given, {}), calibrated = judged(shown, given), wrong = judged(shown, {});
  EXPECT_EQ(calibrated.confusion, plain.confusion);
  EXPECT_EQ(calibrated.metrics[app::Metric::Auc], plain.metrics[app::Metric::Auc]);
  EXPECT_NE(wrong.metrics[app::Metric::Auc], plain.metrics[app::Metric::Auc]) << "or this shows nothing";
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
