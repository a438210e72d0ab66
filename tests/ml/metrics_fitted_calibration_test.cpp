#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ml/metrics/calibration.h"
#include "ml/metrics/cross_fitted_decisions.h"
#include "ml/metrics/fitted_calibration.h"
#include "ml/metrics/folds.h"
#include "ml/metrics/threshold.h"
#include "ml/random/counter_rng.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

namespace {

struct Set {
  int classes = 2;
  std::vector<int> labels;
  std::vector<float> probabilities;
};

Set set_of(const nlohmann::json& record) { return {record["classes"], record["labels"], record["probabilities"]}; }

// What is said of n images of which one in `rare` is positive by a model that was taught they are equally common.
Set as_if_balanced(int n, int rare) {
  Set set;
  ml::CounterRng rng(7);
  for (int i = 0; i < n; ++i) {
    const bool positive = i % rare == 0;
    const double logit = rng.normal() + (positive ? 1 : -1);  // its posterior at even odds is sigmoid(2 logit)
    set.labels.push_back(positive ? 1 : 0);
    const auto p = static_cast<float>(1 / (1 + std::exp(-2 * logit)));
    set.probabilities.insert(set.probabilities.end(), {1 - p, p});
  }
  return set;
}

std::vector<float> scores_of(const std::vector<float>& probabilities) {
  std::vector<float> scores;
  for (std::size_t i = 1; i < probabilities.size(); i += 2) scores.push_back(probabilities[i]);
  return scores;
}

TEST(FitCalibration, FindsScipysMinimumOfTwoAndOfSevenClasses) {
  for (const auto& record : recorded::load("calibration.json", "fits")) {
    SCOPED_TRACE(record["name"].get<std::string>());
    const Set set = set_of(record);
    const auto fit = ml::fit_calibration(set.probabilities, set.classes, set.labels,
                                         {.prior_weight = record["prior_weight"].get<double>()});
    ASSERT_TRUE(fit);
    // A minimum is known from values of the loss to the root of their precision only.
    const double expected = record["temperature"];
    EXPECT_NEAR(fit->temperature, expected, 2e-5 * expected);
    const std::vector<double> bias = record["bias"];
    ASSERT_EQ(fit->bias.size(), bias.size());
    for (std::size_t k = 0; k < bias.size(); ++k) EXPECT_NEAR(fit->bias[k], bias[k], 2e-4) << "class " << k;
    EXPECT_NEAR(fit->nll_before, record["nll_before"].get<double>(), 1e-9);
    EXPECT_NEAR(fit->nll_after, record["nll_after"].get<double>(), 1e-7);
    EXPECT_FALSE(fit->at_bound);
    EXPECT_EQ(fit->images, static_cast<std::int64_t>(set.labels.size()));
    std::vector<float> calibrated = set.probabilities;
    ml::apply(*fit, calibrated, set.classes);
    const std::vector<double> first = record["calibrated"];
    for (std::size_t i = 0; i < first.size(); ++i)
      EXPECT_NEAR(static_cast<double>(calibrated[i]), first[i], 1e-4) << "probability " << i;
  }
}

TEST(FitCalibration, OfTwoClassesIsPlattsScalingAsScikitLearnFitsIt) {
  int compared = 0;
  for (const auto& record : recorded::load("calibration.json", "fits")) {
    if (!record.contains("scikit_learn")) continue;
    SCOPED_TRACE(record["name"].get<std::string>());
    const Set set = set_of(record);
    const auto fit = ml::fit_calibration(set.probabilities, set.classes, set.labels, {.prior_weight = 0});
    ASSERT_TRUE(fit);
    EXPECT_NEAR(1 / fit->temperature, record["scikit_learn"]["slope"].get<double>(), 1e-6);
    EXPECT_NEAR(fit->bias[1] - fit->bias[0], record["scikit_learn"]["intercept"].get<double>(), 1e-6);
    ++compared;
  }
  EXPECT_EQ(compared, 2);
}

TEST(FitCalibration, GivesBackThePriorThatBalancingTookAway) {
  const Set fitted_on = as_if_balanced(3000, 6);
  const auto fit = ml::fit_calibration(fitted_on.probabilities, 2, fitted_on.labels);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->temperature, 1, 0.1);
  EXPECT_NEAR(fit->bias[1] - fit->bias[0], std::log(1.0 / 5), 0.15);
  EXPECT_NEAR(fit->bias[0] + fit->bias[1], 0, 1e-12);
  std::vector<float> calibrated = fitted_on.probabilities;
  ml::apply(*fit, calibrated, 2);
  const double before = *ml::reliability_diagram(fitted_on.labels, scores_of(fitted_on.probabilities)).ece;
  EXPECT_GT(before, 0.1);
  EXPECT_LT(*ml::reliability_diagram(fitted_on.labels, scores_of(calibrated)).ece, 0.03);
}

TEST(FitCalibration, HoldsTheBiasOfAClassWithoutImagesAndNamesIt) {
  const auto record = recorded::load("calibration.json", "fits").back();
  const Set set = set_of(record);
  const auto fit = ml::fit_calibration(set.probabilities, 7, set.labels);
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->without_images, std::vector{4});
  EXPECT_EQ(fit->bias[4], 0);
}

TEST(FitCalibration, SaysWhatCannotBeEstimated) {
  const auto why = [](const std::vector<int>& labels, int classes) { return ml::why_not_calibrated(labels, classes); };
  EXPECT_EQ(why({}, 2), "0 images; 30 are needed");
  std::vector<int> labels{0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
  EXPECT_EQ(why(labels, 2), "12 images; 30 are needed");
  EXPECT_FALSE(ml::fit_calibration(std::vector<float>(24, 0.5F), 2, labels));
  EXPECT_FALSE(ml::cross_fitted(std::vector<float>(24, 0.5F), 2, labels, labels));
  labels.assign(40, 1);
  EXPECT_EQ(why(labels, 2), "all 40 images are of one class");
  for (std::size_t i = 0; i < 4; ++i) labels[i] = 0;
  EXPECT_EQ(why(labels, 2), "fewer than two classes have 5 images");
  labels[4] = 0;
  EXPECT_EQ(why(labels, 2), "");
  EXPECT_EQ(why(labels, 1), "there is one class only");
}

TEST(FitCalibration, StaysFiniteWhereEveryImageIsRightAndWhereTheScoresSayNothing) {
  std::vector<int> labels;
  std::vector<float> right, same, wrong;
  for (int i = 0; i < 40; ++i) {
    const bool positive = i % 4 == 0;
    labels.push_back(positive ? 1 : 0);
    const float p = positive ? 1.F : 0.F;
    right.insert(right.end(), {1 - p, p});
    wrong.insert(wrong.end(), {p, 1 - p});
    same.insert(same.end(), {0.5F, 0.5F});
  }
  for (const auto* scores : {&right, &same, &wrong}) {
    const auto fit = ml::fit_calibration(*scores, 2, labels);
    ASSERT_TRUE(fit);
    EXPECT_TRUE(std::isfinite(fit->temperature) && std::isfinite(fit->bias[0]));
    EXPECT_LE(fit->nll_after, fit->nll_before);
  }
  std::vector<float> calibrated = same;
  ml::apply(*ml::fit_calibration(same, 2, labels), calibrated, 2);
  EXPECT_NEAR(calibrated[1], 0.25F, 0.01F) << "the prior is all that is known";
  EXPECT_TRUE(ml::fit_calibration(wrong, 2, labels)->at_bound) << "a slope below 0 would turn the order round";
}

TEST(FitCalibration, NamesTheIndexOfABadInput) {
  const std::vector<int> labels(30, 0);
  expect_error([&] { ml::fit_calibration(std::vector<float>(58, 0.5F), 2, labels); }, {"30 labels", "29 rows"});
  std::vector<float> bad(60, 0.5F);
  bad[7] = std::numeric_limits<float>::quiet_NaN();
  expect_error([&] { ml::fit_calibration(bad, 2, labels); }, {"class 1", "row 3"});
  expect_error([&] { ml::fit_calibration(std::vector<float>(60, 0.5F), 2, std::vector<int>(30, 2)); }, {"label 2"});
}

TEST(ApplyCalibration, ChangesNothingWhereItIsOffAndRefusesOtherClasses) {
  ml::FittedCalibration calibration{.temperature = 2, .bias = {0.5, -0.5}, .on = false};
  std::vector<float> probabilities{0.25F, 0.75F};
  ml::apply(calibration, probabilities, 2);
  EXPECT_EQ(probabilities, (std::vector{0.25F, 0.75F}));
  calibration.on = true;
  std::vector<float> three{0.25F, 0.25F, 0.5F};
  expect_error([&] { ml::apply(calibration, three, 3); }, {"3 classes", "of 2"});
  calibration.temperature = 0;
  expect_error([&] { ml::apply(calibration, probabilities, 2); }, {"temperature"});
}

// One in ten is wrong and as sure as the others, of what a float tells from 1 and of what it does not.
TEST(ApplyCalibration, MovesAnswersThatAFloatHoldsAsOneAsFarAsTheFitSays) {
  for (const int classes : {2, 3})
    for (const double gap : {15.0, 20.0, 60.0, 110.0}) {
      SCOPED_TRACE(std::to_string(classes) + " classes, " + std::to_string(gap));
      std::vector<int> labels;
      std::vector<float> probabilities;
      const auto rest = static_cast<float>(std::exp(-gap));
      for (int i = 0; i < 300; ++i) {
        labels.push_back(i % classes);
        const int said = i % 30 < 3 ? (labels.back() + 1) % classes : labels.back();
        for (int k = 0; k < classes; ++k)
          probabilities.push_back(k == said ? 1.F - static_cast<float>(classes - 1) * rest : rest);
      }
      const auto fit = ml::fit_calibration(probabilities, classes, labels);
      ASSERT_TRUE(fit);
      ml::apply(*fit, probabilities, classes);
      double nll = 0;
      for (std::size_t i = 0; i < labels.size(); ++i)
        nll -= std::log(static_cast<double>(
                   probabilities[i * static_cast<std::size_t>(classes) + static_cast<std::size_t>(labels[i])])) /
               300;
      EXPECT_NEAR(nll, fit->nll_after, 1e-4);
      EXPECT_LT(*std::ranges::max_element(probabilities), 0.95F);
    }
}

TEST(ApplyCalibration, KeepsTheOrderOfSaturatedAnswersAndTheDecisionsOnThem) {
  const std::vector<double> scores{
      0, 1e-44, 1e-30, 1e-9, 5e-8, 1e-7, 2e-7, 0.5, 0.9, 1 - 2e-7, static_cast<double>(std::nextafter(1.F, 0.F)), 1};
  for (const double temperature : {3.0, 20.0}) {
    const ml::FittedCalibration calibration{.temperature = temperature, .bias = {0.3, -0.3}};
    for (const double threshold : scores)
      for (const double score : scores) {
        std::vector<float> row{static_cast<float>(1 - score), static_cast<float>(score)};
        const bool before = row[1] >= static_cast<float>(threshold);
        ml::apply(calibration, row, 2);
        const double moved = ml::moved_threshold(calibration, static_cast<double>(static_cast<float>(threshold)));
        EXPECT_EQ(static_cast<double>(row[1]) >= moved, before) << score << " at " << threshold;
      }
  }
}

TEST(ApplyCalibration, BoundsZeroAndOneAndSumsToOne) {
  const ml::FittedCalibration two{.temperature = 1.5, .bias = {1, -1}};
  std::vector<float> sure{1.F, 0.F, 0.F, 1.F, 0.F, 1.00001F};
  ml::apply(two, sure, 2);
  EXPECT_LT(sure[1], 1e-5F);
  EXPECT_GT(sure[1], 0.F);
  EXPECT_GT(sure[3], 0.999F);
  EXPECT_LT(sure[3], 1.F);
  EXPECT_EQ(sure[3], sure[5]);
  for (std::size_t i = 0; i < sure.size(); i += 2) EXPECT_NEAR(sure[i] + sure[i + 1], 1.F, 1e-6F);
  const ml::FittedCalibration three{.temperature = 0.5, .bias = {1, 0, -1}};
  std::vector<float> rows{0.F, 0.F, 1.F, 0.2F, 0.3F, 0.5F};
  ml::apply(three, rows, 3);
  EXPECT_EQ(rows[2], 1.F);
  EXPECT_NEAR(rows[3] + rows[4] + rows[5], 1.F, 1e-6F);
  EXPECT_NEAR(rows[3] / rows[5], 0.04F / 0.25F * std::exp(2.F), 1e-5F);
}

TEST(ApplyCalibration, IsTakenBackByItsInverse) {
  const std::vector<float> before{0.1F, 0.2F, 0.7F, 0.05F, 0.9F, 0.05F};
  const ml::FittedCalibration three{.temperature = 1.7, .bias = {1.2, -0.2, -1}};
  std::vector<float> back = before;
  ml::apply(three, back, 3);
  EXPECT_NE(back, before);
  ml::apply(ml::inverse_of(three), back, 3);
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_NEAR(back[i], before[i], 1e-6F) << i;
  std::vector<float> two{0.3F, 0.7F};
  const ml::FittedCalibration calibration{.temperature = 0.6, .bias = {0.75, -0.75}};
  ml::apply(calibration, two, 2);
  ml::apply(ml::inverse_of(calibration), two, 2);
  EXPECT_NEAR(two[1], 0.7F, 1e-6F);
}

TEST(MovedThreshold, LeavesEveryDecisionAsItWasAndComesBack) {
  const Set set = as_if_balanced(4000, 5);
  const auto fit = ml::fit_calibration(set.probabilities, 2, set.labels);
  std::vector<float> calibrated = set.probabilities;
  ml::apply(*fit, calibrated, 2);
  std::vector<double> thresholds{0, 0.1, 0.5, 0.77, 1};
  for (std::size_t i = 1; i < 400; i += 2) thresholds.push_back(static_cast<double>(set.probabilities[i]));
  for (const double threshold : thresholds) {
    const double moved = ml::moved_threshold(*fit, threshold);
    for (std::size_t i = 1; i < calibrated.size(); i += 2)
      ASSERT_EQ(static_cast<double>(calibrated[i]) >= moved, static_cast<double>(set.probabilities[i]) >= threshold)
          << "threshold " << threshold << ", image " << i / 2;
    EXPECT_NEAR(ml::threshold_before(*fit, moved), threshold, 1e-5);
  }
}

TEST(CrossFitted, IsOfEachFoldTheFitOnTheOthers) {
  const Set set = as_if_balanced(200, 4);
  std::vector<int> groups;
  for (int i = 0; i < 200; ++i) groups.push_back(i / 2);
  const auto crossed = ml::cross_fitted(set.probabilities, 2, set.labels, groups);
  ASSERT_TRUE(crossed);
  const std::vector<int> fold = ml::fold_of_samples(set.labels, groups);
  Set rest;
  for (std::size_t i = 0; i < 200; ++i) {
    if (fold[i] == 3) continue;
    rest.labels.push_back(set.labels[i]);
    rest.probabilities.insert(rest.probabilities.end(), {set.probabilities[2 * i], set.probabilities[2 * i + 1]});
  }
  std::vector<float> expected = set.probabilities;
  ml::apply(*ml::fit_calibration(rest.probabilities, 2, rest.labels), expected, 2);
  for (std::size_t i = 0; i < 200; ++i) {
    if (fold[i] != 3) continue;
    EXPECT_EQ((*crossed)[2 * i + 1], expected[2 * i + 1]) << i;
  }
}

TEST(CrossFitted, DoesNotMoveWithTheLabelsOfItsOwnFold) {
  const Set set = as_if_balanced(200, 4);
  std::vector<int> groups(200);
  for (int i = 0; i < 200; ++i) groups[static_cast<std::size_t>(i)] = i;
  const std::vector<int> fold = ml::fold_of_samples(set.labels, groups);
  const auto before = ml::cross_fitted(set.probabilities, 2, set.labels, groups);
  Set noise = set;  // the same labels for all folds but one, whose images swap theirs
  const auto of_fold = [&](int label) {
    for (std::size_t i = 0; i < 200; ++i)
      if (fold[i] == 0 && noise.labels[i] == label) return i;
    return std::size_t{0};
  };
  std::swap(noise.probabilities[2 * of_fold(0) + 1], noise.probabilities[2 * of_fold(1) + 1]);
  std::swap(noise.probabilities[2 * of_fold(0)], noise.probabilities[2 * of_fold(1)]);
  const auto after = ml::cross_fitted(noise.probabilities, 2, noise.labels, groups);
  for (std::size_t i = 0; i < 200; ++i) {
    if (fold[i] != 0 || i == of_fold(0) || i == of_fold(1)) continue;
    EXPECT_EQ((*before)[2 * i + 1], (*after)[2 * i + 1]) << i;
  }
}

TEST(CrossFittedDecisions, ChooseEachFoldsThresholdWithoutIt) {
  const Set set = as_if_balanced(240, 4);
  const std::vector<float> scores = scores_of(set.probabilities);
  std::vector<int> groups;
  for (int i = 0; i < 240; ++i) groups.push_back(i / 3);
  const auto best = [](std::span<const int> labels, std::span<const float> of_rest) -> std::optional<double> {
    const auto found = ml::best_threshold(labels, of_rest, ml::ThresholdCriterion::Youden);
    return found ? std::optional(found->threshold) : std::nullopt;
  };
  const auto crossed = ml::cross_fitted_decisions(set.labels, scores, groups, best);
  ASSERT_TRUE(crossed);
  ASSERT_EQ(crossed->thresholds.size(), 5U);
  const std::vector<int> fold = ml::fold_of_samples(set.labels, groups);
  std::int64_t hits = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double threshold = crossed->thresholds[static_cast<std::size_t>(fold[i])];
    EXPECT_EQ(crossed->predicted[i], static_cast<double>(scores[i]) >= threshold ? 1 : 0) << i;
    hits += crossed->predicted[i] == 1 && set.labels[i] == 1 ? 1 : 0;
  }
  EXPECT_EQ(crossed->metrics.true_positives, hits);
  const auto chosen_here = ml::best_threshold(set.labels, scores, ml::ThresholdCriterion::Youden);
  EXPECT_LE(*crossed->metrics.youden(), chosen_here->value) << "choosing elsewhere is no better";
}

TEST(CrossFittedDecisions, AreAbsentWhereAFoldsRestCannotChoose) {
  const std::vector<int> labels{1, 0, 0, 0, 0, 0}, groups{0, 1, 2, 3, 4, 5};
  const std::vector<float> scores{0.9F, 0.1F, 0.2F, 0.3F, 0.4F, 0.5F};
  EXPECT_FALSE(ml::cross_fitted_decisions(labels, scores, groups, [](auto rest, auto of_rest) -> std::optional<double> {
    const auto best = ml::best_threshold(rest, of_rest, ml::ThresholdCriterion::Youden);
    return best ? std::optional(best->threshold) : std::nullopt;
  }));
  expect_error([&] { ml::cross_fitted_decisions(labels, std::vector{0.5F}, groups, nullptr); },
               {"6 labels", "1 scores"});
}

TEST(Folds, KeepGroupsWholeAndDealEachClassEvenly) {
  std::vector<int> labels, groups;
  for (int group = 0; group < 103; ++group) {
    for (int i = 0; i <= group % 3; ++i) {
      labels.push_back(group % 5 == 0 ? 1 : 0);
      groups.push_back(1000 - group);
    }
  }
  const std::vector<int> fold = ml::fold_of_samples(labels, groups);
  std::map<int, std::set<int>> folds_of_group;
  std::map<std::pair<int, int>, std::set<int>> groups_in;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    folds_of_group[groups[i]].insert(fold[i]);
    groups_in[{labels[i], fold[i]}].insert(groups[i]);
  }
  for (const auto& [group, in] : folds_of_group) EXPECT_EQ(in.size(), 1U) << "group " << group;
  for (int f = 0; f < ml::kCrossFitFolds; ++f) {
    EXPECT_NEAR(static_cast<double>(groups_in[std::pair(1, f)].size()), 21.0 / 5, 1) << f;
    EXPECT_NEAR(static_cast<double>(groups_in[std::pair(0, f)].size()), 82.0 / 5, 1) << f;
  }
  EXPECT_EQ(ml::fold_of_samples(labels, groups), fold) << "the same each time";
  EXPECT_NE(ml::fold_of_samples(labels, groups, 5, 1), fold);
}

TEST(Folds, RefuseOddInput) {
  expect_error([] { ml::fold_of_samples(std::vector{1, 0}, std::vector{1}); }, {"2 labels", "1 groups"});
  expect_error([] { ml::fold_of_samples(std::vector{1}, std::vector{1}, 1); }, {"two are the fewest"});
}

}  // namespace
