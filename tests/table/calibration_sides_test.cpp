// Calibration judged in the window by what was fitted without the image that is judged.
#include "app/table/calibration_sides.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "app/table/error_analysis.h"
#include "app/table/gallery.h"
#include "tests/table/generated.h"

namespace {

// Validation images in lesions of two; what is said has half the temperature that would be true.
struct Validation {
  explicit Validation(int images) {
    app::TableNews news;
    std::mt19937 random(7);
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<float> given;
    for (int i = 0; i < images; ++i) {
      app::ImageFacts facts;
      facts.id = i + 1;
      facts.path = "/x/" + std::to_string(i) + ".jpg";
      facts.sha256 = std::string(64, '0');
      facts.lesion_id = "L" + std::to_string(i / 2);
      facts.site = i % 2 == 0 ? "back" : "face";
      const double logit = 4 * (unit(random) - 0.5);
      const bool malignant = unit(random) < 1 / (1 + std::exp(-logit));
      facts.label = malignant ? 12 : 11;
      facts.split = app::Split::Val;
      news.added.push_back(facts);
      const auto p = static_cast<float>(1 / (1 + std::exp(-2 * logit)));
      given.insert(given.end(), {1 - p, p});
      labels.push_back(malignant ? 1 : 0);
      lesions.push_back(i / 2);
    }
    before = given;
    if (auto made = ml::fit_calibration(given, 2, labels)) fitted = *made;
    fitted.fitted_on = "val";
    std::vector<float> shown = given;
    ml::apply(fitted, shown, 2);
    gallery.replace(app::ImageTable(test::three_classes()));
    gallery.apply(news);
    gallery.show_target("malignant");
    run = std::make_shared<app::RunScores>();
    run->run = 1;
    run->name = "run 1";
    run->target = "malignant";
    run->groups = {"benign", "malignant"};
    run->best_epoch = 1;
    run->calibration = fitted;
    run->epochs[1].by_split[static_cast<std::size_t>(app::Split::Val)] =
        app::make_score_set(2, gallery.table().all().rows(), shown);
    gallery.show_run(run, 1);
    analysis.choose("site", 1);
    analysis.follow(gallery);
  }

  app::Gallery gallery;
  std::shared_ptr<app::RunScores> run;
  std::vector<int> labels, lesions;
  std::vector<float> before;
  ml::FittedCalibration fitted;
  app::ErrorAnalysis analysis;
};

TEST(CalibrationSides, are_what_the_network_gave_and_what_a_fit_on_the_other_lesions_makes_of_it) {
  const Validation it(400);
  const app::CalibrationSides sides = app::calibration_sides(it.analysis.input(), it.run->calibration);
  ASSERT_TRUE(sides.before && sides.judging);
  const auto crossed = ml::cross_fitted(it.before, 2, it.labels, it.lesions);
  ASSERT_TRUE(crossed.has_value());
  double apart = 0;
  for (std::size_t i = 0; i < it.before.size(); ++i) {
    EXPECT_NEAR(sides.before->probabilities[i], it.before[i], 1e-4);
    EXPECT_NEAR(sides.judging->probabilities[i], (*crossed)[i], 1e-3);
    apart += std::abs(static_cast<double>(sides.judging->probabilities[i]) -
                      static_cast<double>(it.analysis.input().scores->probabilities[i]));
  }
  EXPECT_GT(apart, 0.1);  // neither is what is shown
  app::SliceInput input = it.analysis.input();
  input.judging = sides.judging;
  const auto judged = app::slice_doubt(input, std::nullopt, 0.5, {.draws = 20});
  ASSERT_TRUE(sides.ece_before && judged.calibration.ece);
  EXPECT_GT(*sides.ece_before, 1.5 * *judged.calibration.ece);
}

TEST(CalibrationSides, of_a_run_that_is_not_calibrated_or_switched_off_are_none) {
  const Validation it(400);
  EXPECT_FALSE(app::calibration_sides(it.analysis.input(), std::nullopt).before);
  ml::FittedCalibration off = it.fitted;
  off.on = false;
  const app::CalibrationSides sides = app::calibration_sides(it.analysis.input(), off);
  EXPECT_FALSE(sides.before);
  EXPECT_FALSE(sides.judging);
  EXPECT_FALSE(sides.ece_before.has_value());
}

TEST(CalibrationSides, of_too_few_images_to_leave_some_out_are_the_network_s_only) {
  Validation it(12);
  it.fitted = {.temperature = 2, .bias = {0.5, -0.5}, .fitted_on = "val"};
  const app::CalibrationSides sides = app::calibration_sides(it.analysis.input(), it.fitted);
  EXPECT_TRUE(sides.before);
  EXPECT_FALSE(sides.judging);
}

TEST(CalibrationSides, of_other_answers_or_labels_than_those_of_the_fit_judge_what_is_shown) {
  Validation it(400);
  EXPECT_EQ(app::why_as_shown(*it.run, 2, it.analysis.input()), "") << "nothing of the fit is recorded";
  it.run->fitted_on = {.epoch = 1, .views = 0, .label_revision = 1812};
  it.run->groups_of_fit = std::make_shared<const std::vector<std::int16_t>>(it.labels.begin(), it.labels.end());
  EXPECT_EQ(app::why_as_shown(*it.run, 1, it.analysis.input()), "");
  EXPECT_EQ(app::why_as_shown(*it.run, 2, it.analysis.input()), "fitted on epoch 1");
  const std::vector<app::Row> one = {0};
  it.gallery.decide(1, one, it.labels[0] == 1 ? 0 : 1);
  it.analysis.follow(it.gallery);
  const std::string why = app::why_as_shown(*it.run, 1, it.analysis.input());
  EXPECT_EQ(why, "fitted by the labels of revision 1,812; `nevus calibrate` fits again");
  it.run->groups_of_fit = std::make_shared<const std::vector<std::int16_t>>(it.labels.size(), app::kNotOfFit);
  EXPECT_EQ(app::why_as_shown(*it.run, 1, it.analysis.input()),
            "fitted without 400 of these images; `nevus calibrate` fits again");
  const app::CalibrationSides sides = app::calibration_sides(it.analysis.input(), it.run->calibration, why);
  EXPECT_TRUE(sides.before && sides.ece_before);
  EXPECT_FALSE(sides.judging);
  EXPECT_EQ(sides.why_as_shown, why);
}

TEST(CalibrationSides, what_differs_from_the_fit_is_said_whole) {
  const app::FittedOn fit{.epoch = 2, .views = 8, .label_revision = 17};
  EXPECT_EQ(app::why_as_shown(fit, {.epoch = 2, .views = 8}), "");
  EXPECT_EQ(app::why_as_shown(fit, {.epoch = 2, .views = 1}), "fitted on the mean of 8 views");
  EXPECT_EQ(app::why_as_shown(fit, {.epoch = 1, .views = 8, .dropout_passes = 5, .other_labels = true}),
            "fitted on epoch 2, without dropout, by the labels of revision 17");
  EXPECT_EQ(app::why_as_shown(fit, {.epoch = 2, .views = 8, .other_labels = true, .not_of_fit = 1200}),
            "fitted without 1,200 of these images, by the labels of revision 17; `nevus calibrate` fits again");
  EXPECT_EQ(app::why_as_shown(fit, {.epoch = 2, .views = 8, .not_of_fit = 2, .never_asked = 1}),
            "fitted without 2 of these images");
}

TEST(ErrorAnalysis, shows_the_calibration_as_it_is_judged_until_the_labels_are_others) {
  Validation it(400);
  EXPECT_FALSE(it.analysis.judged_reliability().has_value());
  it.analysis.judge_calibration_by(app::calibration_sides(it.analysis.input(), it.run->calibration), it.gallery);
  ASSERT_TRUE(it.analysis.judged_reliability() && it.analysis.reliability_before());
  EXPECT_EQ(it.analysis.brushed_reliability().ece, it.analysis.judged_reliability()->ece);
  EXPECT_GT(*it.analysis.reliability_before()->ece, *it.analysis.judged_reliability()->ece);
  app::Filter half;
  half.slices = {it.analysis.slices().front().slice};
  it.gallery.set_filter(half);
  it.analysis.follow(it.gallery);
  EXPECT_NE(it.analysis.brushed_reliability().ece, it.analysis.judged_reliability()->ece);
  it.gallery.set_threshold(0.3);
  it.analysis.follow(it.gallery);
  EXPECT_TRUE(it.analysis.judged_reliability().has_value());
  const std::vector<app::Row> one = {0};
  it.gallery.decide(1, one, it.labels[0] == 1 ? 0 : 1);
  it.analysis.follow(it.gallery);
  EXPECT_FALSE(it.analysis.judged_reliability().has_value());
}

}  // namespace
