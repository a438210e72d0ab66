// More than two groups: decided by the most probable before calibration, at no threshold, and said so everywhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/verb.h"
#include "app/report/figures.h"
#include "app/workspace/compare_runs.h"
#include "app/workspace/comparison_json.h"
#include "app/workspace/model_threshold.h"
#include "app/workspace/referral_choice.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_threshold.h"
#include "tests/app/judged_workspace.h"
#include "tests/app/typed.h"
#include "tests/failure_of.h"

namespace app {
namespace {
using test_support::failure_of;
using test_support::JudgedImage;
using test_support::JudgedWorkspace;
using test_support::typed;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kBefore = "most probable class before calibration";

std::vector<JudgedImage> judged_images() {
  std::vector<JudgedImage> judged;
  for (int i = 0; i < 30; ++i) {
    std::vector<float> p(3, 0.25F);
    p[static_cast<std::size_t>(i % 3)] = 0.5F;
    judged.push_back({i % 3, p});
  }
  return judged;
}

struct ManyGroups : ::testing::Test {
  void calibrate() {
    made.write("Calibrate", [&](db::Transaction& t) {
      keep_calibration(t, made.run,
                       {.fitted = ml::FittedCalibration{
                            .temperature = 1, .bias = {3, 0, 0}, .images = 40, .groups = 20, .fitted_on = "val"}});
    });
  }
  cli::Outcome eval(std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"eval", made.workspace.folder().string()};
    words.insert(words.end(), more.begin(), more.end());
    return typed(cli::add_eval, words);
  }
  JudgedWorkspace made{judged_images(), {"a", "b", "c"}};
};

TEST_F(ManyGroups, referral_judges_the_answered_by_what_decides) {
  ReferralGround ground{.run = made.run};
  calibrate();
  ground.judged = evaluate_split(made.workspace, {.run = made.run}, {});
  ASSERT_FALSE(ground.judged.scored.before_calibration.empty());
  ASSERT_EQ(ground.judged.evaluation.metrics[Metric::Accuracy], 1.0);
  RankedDoubt doubt{.name = "probability", .title = "probability", .doubt = Doubt::Probability};
  for (std::size_t i = 0; i < ground.judged.images.size(); ++i) doubt.doubts.push_back(static_cast<double>(i) / 100);
  ground.doubts.images = ground.judged.images;
  ground.doubts.wrong.assign(ground.judged.images.size(), 0);
  ground.doubts.doubts = {doubt};
  const ReferralChoice choice = choose_referral(ground, {.run = made.run, .coverage = 0.8, .doubt = ""});
  EXPECT_EQ(choice.of_answered.n, 24);
  EXPECT_EQ(choice.of_answered.metrics[Metric::Accuracy], 1.0) << "the prior moves no decision";
  EXPECT_THAT(referral_text(choice), Not(HasSubstr("at the threshold")));
  EXPECT_EQ(referral_threshold_words(choice), "") << "nor does the Compare page";
  const Json json = referral_json(choice);
  EXPECT_TRUE(json.at("threshold").is_null());
  EXPECT_TRUE(json.at("of_all").at("threshold").is_null());
  EXPECT_TRUE(json.at("of_answered").at("threshold").is_null());
}

TEST_F(ManyGroups, risk_and_coverage_are_at_no_threshold) {
  const EvaluateOutcome judged = evaluate_split(made.workspace, {.run = made.run}, {});
  const RiskReport risk = risk_of_probabilities(judged);
  EXPECT_THAT(risk_text(risk), HasSubstr("0 of 30 wrong (0.000), in "));
  EXPECT_TRUE(risk_json(risk).at("threshold").is_null());
  JudgedWorkspace two(test_support::seven_images());
  const RiskReport of_two = risk_of_probabilities(evaluate_split(two.workspace, {.run = two.run}, {}));
  EXPECT_THAT(risk_text(of_two), HasSubstr(" at the threshold 0.5, in "));
  EXPECT_EQ(risk_json(of_two).at("threshold"), 0.5);
}

TEST_F(ManyGroups, a_look_at_test_was_at_no_threshold) {
  auto stored = db::prediction(made.reader(), made.run, 2, db::Split::Val);
  stored->split = db::Split::Test;
  made.write("Predictions", [&](db::Transaction& t) {
    db::move_to_split(t, stored->images, db::Split::Test, {});
    db::save_prediction(t, *stored);
  });
  evaluate_split(made.workspace, {.run = made.run, .split = "test"}, {});
  const auto looks = db::test_looks(made.reader());
  ASSERT_EQ(looks.size(), 1U);
  EXPECT_FALSE(looks[0].threshold.has_value());
}

TEST_F(ManyGroups, of_one_class_what_is_not_defined_is_not_told_above) {
  const auto of_one = [](std::vector<JudgedImage> judged, const std::vector<std::string>& groups) {
    std::erase_if(judged, [](const JudgedImage& image) { return image.group != 0; });
    JudgedWorkspace one(judged, groups);
    return typed(cli::add_eval, {"eval", one.workspace.folder().string()}).text;
  };
  const std::string of_three = of_one(judged_images(), {"a", "b", "c"});
  EXPECT_THAT(of_three, HasSubstr("balanced accuracy  1.0000"));
  EXPECT_THAT(of_three, HasSubstr("specificity        not defined"));
  EXPECT_THAT(of_three, HasSubstr("so what takes both sides (AUC, specificity) is not defined"));
  const std::string of_two = of_one(test_support::seven_images(), {});
  EXPECT_THAT(of_two, HasSubstr("balanced accuracy  not defined"));
  EXPECT_THAT(of_two, HasSubstr("so what takes both sides (AUC, balanced accuracy) is not defined"));
}

TEST_F(ManyGroups, a_result_names_no_threshold_and_says_which_class_is_called) {
  EXPECT_THAT(eval().text, Not(HasSubstr("threshold")));
  EXPECT_THAT(eval({"--threshold", "0.4"}).text, HasSubstr("the most probable is called"));
  calibrate();
  EXPECT_THAT(eval({"--threshold", "0.4"}).text, HasSubstr("the most probable before calibration is called"));
  EXPECT_THAT(failure_of([&] { choose_threshold(made.workspace, made.reader(), made.run, {}, {}, true); }),
              HasSubstr("decides for the most probable before calibration"));
  ml::Model model;
  model.spec.classes = {"a", "b", "c"};
  const ml::FittedCalibration applied{.bias = {1, 0, 0}};
  EXPECT_THAT(decided_words(decided_at(model, &applied, {})), HasSubstr(kBefore));
  EXPECT_THAT(decided_words(decided_at(model, nullptr, {})), Not(HasSubstr("calibration")));
}

TEST_F(ManyGroups, a_comparison_names_no_threshold) {
  const RunId first = made.run;
  auto stored = db::prediction(made.reader(), first, 2, db::Split::Val);
  made.add_run();
  stored->run = made.run;
  made.write("Predictions", [&](db::Transaction& t) { db::save_prediction(t, *stored); });
  const RunComparison compared = compare_runs(made.workspace, made.reader(), {.a = first, .b = made.run}, {});
  EXPECT_THAT(comparison_text(compared), Not(HasSubstr("threshold")));
}

TEST_F(ManyGroups, figures_say_which_class_they_mean) {
  const auto caption = [&](const char* figure) {
    return make_figure(figure, read_figure_source(made.workspace, {.run = made.run, .split = "val"}, {})).caption.text;
  };
  EXPECT_THAT(caption("confusion"), HasSubstr("The most probable class is called"));
  EXPECT_THAT(caption("reliability"), Not(HasSubstr("after calibration")));
  calibrate();
  EXPECT_THAT(caption("confusion"), HasSubstr("The most probable class before calibration is called"));
  EXPECT_THAT(caption("reliability"), HasSubstr("most probable one after calibration"));
}

}  // namespace
}  // namespace app
