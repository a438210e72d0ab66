#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/confusion.h"
#include "ml/metrics/probability.h"
#include "ml/metrics/ranking.h"
#include "ml/metrics/threshold.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_cases.h"

namespace {

constexpr double kNear = 1e-12;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(BinaryMetrics, AgreeWithScikitLearnAtEveryThreshold) {
  for (const recorded::Case& one : recorded::cases("binary")) {
    for (const auto& at : one.recorded["at"]) {
      SCOPED_TRACE(one.name + " at " + at["threshold"].dump());
      const ml::BinaryMetrics metrics = ml::binary_metrics_at(one.labels, one.scores, at["threshold"]);
      recorded::expect_same_counts_and_rates(metrics, at);
      recorded::expect_same(metrics.npv, at, "npv");
      recorded::expect_same(metrics.kappa, at, "kappa");
      EXPECT_EQ(metrics.ppv(), metrics.precision);
    }
  }
}

TEST(BinaryMetrics, AreAbsentForAnEmptySet) {
  const ml::BinaryMetrics metrics = ml::binary_metrics_at({}, {}, 0.5);
  for (const auto& metric : {metrics.accuracy, metrics.precision, metrics.recall, metrics.specificity, metrics.f1,
                             metrics.npv, metrics.balanced_accuracy, metrics.kappa}) {
    EXPECT_FALSE(metric.has_value());
  }
}

TEST(BinaryMetrics, CallAScoreOnTheThresholdPositive) {
  const auto metrics = ml::binary_metrics_at(std::vector{1}, std::vector{0.5F}, 0.5);
  EXPECT_EQ(metrics.true_positives, 1);
}

TEST(BinaryMetrics, NameTheIndexOfABadInput) {
  expect_error(
      [] {
        ml::binary_metrics_at(std::vector{0, 1}, std::vector{0.1F, kNan}, 0.5);
      },
      {"index 1", "not a number"});
  expect_error([] { ml::binary_metrics_at(std::vector{0, 2}, std::vector{0.1F, 0.2F}, 0.5); }, {"label 2", "index 1"});
  expect_error([] { ml::binary_metrics_at(std::vector{0}, std::vector{0.1F, 0.2F}, 0.5); }, {"1 labels", "2 scores"});
}

TEST(RocCurve, AgreesWithScikitLearnPointByPoint) {
  for (const recorded::Case& one : recorded::cases("binary")) {
    SCOPED_TRACE(one.name);
    const auto points = ml::roc_curve(one.labels, one.scores);
    ASSERT_EQ(points.size(), one.recorded["roc"].size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto& expected = one.recorded["roc"][i];
      EXPECT_EQ(points[i].threshold, expected[0].is_null() ? INFINITY : expected[0].get<double>());
      EXPECT_NEAR(points[i].fpr, expected[1].get<double>(), kNear);
      EXPECT_NEAR(points[i].tpr, expected[2].get<double>(), kNear);
    }
  }
}

TEST(RocAuc, AgreesWithScikitLearnAndIsAbsentWithOneClass) {
  for (const recorded::Case& one : recorded::cases("binary")) {
    SCOPED_TRACE(one.name);
    recorded::expect_same(ml::roc_auc(one.labels, one.scores), one.recorded, "auc");
  }
  EXPECT_FALSE(ml::roc_auc({}, {}).has_value());
}

TEST(RocAuc, IsTheAreaUnderTheCurve) {
  for (const recorded::Case& one : recorded::cases("binary")) {
    const auto points = ml::roc_curve(one.labels, one.scores);
    if (points.empty()) continue;
    double area = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
      area += (points[i].fpr - points[i - 1].fpr) * (points[i].tpr + points[i - 1].tpr) / 2;
    }
    EXPECT_NEAR(*ml::roc_auc(one.labels, one.scores), area, kNear) << one.name;
  }
}

TEST(RocAuc, NamesTheIndexOfANotANumber) {
  expect_error([] { ml::roc_auc(std::vector{0, 1, 0}, std::vector{0.1F, 0.5F, kNan}); }, {"index 2"});
}

TEST(PrecisionRecallCurve, AgreesWithScikitLearnPointByPoint) {
  for (const recorded::Case& one : recorded::cases("binary")) {
    SCOPED_TRACE(one.name);
    const auto points = ml::precision_recall_curve(one.labels, one.scores);
    ASSERT_EQ(points.size(), one.recorded["pr"].size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      EXPECT_EQ(points[i].threshold, one.recorded["pr"][i][0].get<double>());
      EXPECT_NEAR(points[i].recall, one.recorded["pr"][i][1].get<double>(), kNear);
      EXPECT_NEAR(points[i].precision, one.recorded["pr"][i][2].get<double>(), kNear);
    }
  }
}

TEST(AveragePrecision, AgreesWithScikitLearn) {
  for (const recorded::Case& one : recorded::cases("binary")) {
    SCOPED_TRACE(one.name);
    recorded::expect_same(ml::average_precision(one.labels, one.scores), one.recorded, "average_precision");
  }
}

TEST(IsicPartialAuc, AgreesWithTheDefinitionsOfBothChallenges) {
  for (const recorded::Case& one : recorded::cases("binary")) {
    SCOPED_TRACE(one.name);
    recorded::expect_same(ml::isic_auc_sens_80(one.labels, one.scores), one.recorded, "auc_sens_80");
    recorded::expect_same(ml::isic2024_pauc_80(one.labels, one.scores), one.recorded, "pauc_2024");
  }
}

TEST(IsicPartialAuc, HasTheKnownValuesForPerfectAndForChance) {
  const std::vector<int> labels{0, 0, 1, 1};
  const std::vector<float> perfect{0.1F, 0.2F, 0.8F, 0.9F};
  const std::vector<float> chance(4, 0.5F);
  EXPECT_NEAR(*ml::isic_auc_sens_80(labels, perfect), 1.0, kNear);
  EXPECT_NEAR(*ml::isic_auc_sens_80(labels, chance), 0.18, kNear);
  EXPECT_NEAR(*ml::isic2024_pauc_80(labels, perfect), 0.20, kNear);
  EXPECT_NEAR(*ml::isic2024_pauc_80(labels, chance), 0.02, kNear);
}

TEST(LogLoss, AgreesWithScikitLearn) {
  for (const recorded::Case& one : recorded::cases("binary")) {
    SCOPED_TRACE(one.name);
    EXPECT_NEAR(*ml::log_loss(one.labels, one.scores), one.recorded["log_loss"].get<double>(), 1e-10);
  }
  EXPECT_FALSE(ml::log_loss({}, {}).has_value());
}

TEST(BrierScore, AgreesWithItsDefinition) {
  for (const recorded::Case& one : recorded::cases("binary")) {
    SCOPED_TRACE(one.name);
    EXPECT_NEAR(*ml::brier_score(one.labels, one.scores), one.recorded["brier"].get<double>(), kNear);
  }
  EXPECT_FALSE(ml::brier_score({}, {}).has_value());
}

TEST(LogLoss, NamesAProbabilityOutOfRange) {
  expect_error([] { ml::log_loss(std::vector{0, 1}, std::vector{0.5F, 1.5F}); }, {"1.5", "index 1", "0..1"});
  expect_error([] { ml::brier_score(std::vector{0, 1}, std::vector{-0.5F, 0.5F}); }, {"-0.5", "index 0"});
  expect_error([] { ml::brier_score(std::vector{0, 1}, std::vector{0.5F, kNan}); }, {"index 1", "not a number"});
}

// The best value over every threshold there is, by trying them all.
double best_by_trying(const recorded::Case& one, ml::ThresholdCriterion criterion) {
  double best = -2;
  for (const float score : one.scores) {
    const auto metrics = ml::binary_metrics_at(one.labels, one.scores, score);
    if (criterion == ml::ThresholdCriterion::F1) best = std::max(best, *metrics.f1);
    if (criterion == ml::ThresholdCriterion::Accuracy) best = std::max(best, *metrics.accuracy);
    if (criterion == ml::ThresholdCriterion::Youden) best = std::max(best, *metrics.recall + *metrics.specificity - 1);
  }
  return best;
}

TEST(BestThreshold, ReachesTheBestValueThereIs) {
  for (const recorded::Case& one : recorded::cases("binary")) {
    if (one.recorded["auc"].is_null()) continue;
    for (const auto criterion :
         {ml::ThresholdCriterion::F1, ml::ThresholdCriterion::Accuracy, ml::ThresholdCriterion::Youden}) {
      SCOPED_TRACE(one.name);
      const auto best = ml::best_threshold(one.labels, one.scores, criterion);
      ASSERT_TRUE(best.has_value());
      EXPECT_NEAR(best->value, best_by_trying(one, criterion), kNear);
      const auto metrics = ml::binary_metrics_at(one.labels, one.scores, best->threshold);
      if (criterion == ml::ThresholdCriterion::F1) {
        EXPECT_NEAR(*metrics.f1, best->value, kNear);
      }
      if (criterion == ml::ThresholdCriterion::Accuracy) {
        EXPECT_NEAR(*metrics.accuracy, best->value, kNear);
      }
    }
  }
}

TEST(BestThreshold, LiesBetweenScoresAndPrefersTheHighest) {
  const std::vector<int> labels{0, 0, 1, 1};
  EXPECT_DOUBLE_EQ(
      ml::best_threshold(labels, std::vector{0.125F, 0.25F, 0.75F, 0.875F}, ml::ThresholdCriterion::F1)->threshold,
      0.5);
  // Youden is 0.5 at 0.75 and at 0.25.
  EXPECT_DOUBLE_EQ(ml::best_threshold(std::vector{1, 0, 1, 0}, std::vector{0.75F, 0.5F, 0.25F, 0.125F},
                                      ml::ThresholdCriterion::Youden)
                       ->threshold,
                   0.625);
}

TEST(BestThreshold, IsAbsentWhereTheCriterionIsUndefined) {
  const std::vector<float> scores{0.25F, 0.75F};
  const std::vector<int> negatives{0, 0};
  const std::vector<int> positives{1, 1};
  EXPECT_FALSE(ml::best_threshold({}, {}, ml::ThresholdCriterion::Accuracy).has_value());
  EXPECT_FALSE(ml::best_threshold(negatives, scores, ml::ThresholdCriterion::F1).has_value());
  EXPECT_FALSE(ml::best_threshold(negatives, scores, ml::ThresholdCriterion::Youden).has_value());
  EXPECT_FALSE(ml::best_threshold(positives, scores, ml::ThresholdCriterion::Youden).has_value());
  const auto none_positive = ml::best_threshold(negatives, scores, ml::ThresholdCriterion::Accuracy);
  EXPECT_EQ(none_positive->value, 1.0);
  EXPECT_EQ(*ml::binary_metrics_at(negatives, scores, none_positive->threshold).accuracy, 1.0);
}

}  // namespace
