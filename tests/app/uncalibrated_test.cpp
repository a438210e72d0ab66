// Every verb that tells probabilities, or what depends on them, can be asked without calibration and names which it
// was.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/verb.h"
#include "app/report/report.h"
#include "app/report/report_block.h"
#include "app/workspace/run_threshold.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/two_runs.h"
#include "tests/app/typed.h"

namespace app {
namespace {
using cli::Outcome;
using test_support::TwoRuns;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kShown = "calibrated on val: T 1.50, prior -1.00";
constexpr const char* kPlain = "not calibrated, as asked for";

const ml::FittedCalibration kFitted{
    .temperature = 1.5, .bias = {0.5, -0.5}, .images = 40, .groups = 20, .fitted_on = "val"};

class Uncalibrated : public ::testing::Test {
 protected:
  Uncalibrated() {
    set_.write("Calibrate", [&](db::Transaction& t) {
      for (const RunId run : {a_, b_}) keep_calibration(t, run, {.fitted = kFitted});
    });
  }
  Outcome asked(void (*add)(cli::CommandLine&), std::vector<std::string> words, bool calibrated) {
    words.insert(words.begin() + 1, set_.workspace.folder().string());
    if (!calibrated) words.emplace_back("--uncalibrated");
    return typed(add, std::move(words));
  }

  TwoRuns set_;
  RunId a_ = set_.add_run("one", test_support::mostly_right(5, 0.01F));
  RunId b_ = set_.add_run("two", test_support::mostly_right(7, 0.01F));
};

TEST_F(Uncalibrated, compare_decides_the_same_and_names_which_probabilities_they_are) {
  const Outcome shown = asked(cli::add_compare, {"compare", "1", "2"}, true);
  const Outcome plain = asked(cli::add_compare, {"compare", "1", "2"}, false);
  EXPECT_THAT(shown.text, AllOf(HasSubstr(kShown), Not(HasSubstr(kPlain))));
  EXPECT_THAT(plain.text, AllOf(HasSubstr(kPlain), Not(HasSubstr(kShown))));
  EXPECT_EQ(plain.json.at("a").at("calibration"), kPlain);
  EXPECT_EQ(plain.json.at("a").at("evaluation").at("confusion"), shown.json.at("a").at("evaluation").at("confusion"));
  EXPECT_EQ(plain.json.at("b").at("evaluation").at("threshold").get<double>(), 0.5);
  EXPECT_LT(shown.json.at("b").at("evaluation").at("threshold").get<double>(), 0.4);
}

TEST_F(Uncalibrated, a_threshold_is_chosen_on_them_and_kept_as_the_run_shows_it) {
  const std::vector<std::string> words{"threshold", "1", "--sensitivity", "0.9"};
  const Outcome shown = asked(cli::add_threshold, words, true), plain = asked(cli::add_threshold, words, false);
  EXPECT_THAT(shown.text, HasSubstr(kShown));
  EXPECT_THAT(plain.text, AllOf(HasSubstr(kPlain), HasSubstr("of the calibrated probabilities that the run shows")));
  const double there = plain.json.at("threshold").get<double>();
  EXPECT_NEAR(plain.json.at("threshold_of_run").get<double>(), ml::moved_threshold(kFitted, there), 1e-12);
  EXPECT_EQ(plain.json.at("flips_to_positive"), shown.json.at("flips_to_positive"));

  const ThresholdChoice choice = choose_threshold(set_.workspace, set_.reader(), a_, {.miss_cost = 20}, {}, false);
  keep_threshold(set_.workspace, choice);
  EXPECT_NEAR(*db::run(set_.reader(), a_)->threshold, ml::moved_threshold(kFitted, choice.chosen.point.threshold),
              1e-12);
}

TEST_F(Uncalibrated, a_report_and_a_card_name_them_and_a_report_is_made_again_as_it_was) {
  const std::string file = (set_.folder / "r.html").string();
  const Outcome plain = asked(cli::add_report, {"report", "--run", "1", "-o", file}, false);
  const Json& block = plain.json.at("report");
  EXPECT_EQ(*find_fact(block, "results", "calibration"), kPlain);
  EXPECT_FALSE(request_of(block).figures.calibrated);
  EXPECT_EQ(make_report(set_.workspace, request_of(block), {}).block, block);
  EXPECT_EQ(*find_fact(asked(cli::add_report, {"report", "--run", "1", "-o", file}, true).json.at("report"), "results",
                       "calibration"),
            kShown);
  EXPECT_THAT(asked(cli::add_card, {"card", "--run", "1"}, false).text, HasSubstr(kPlain));
  EXPECT_THAT(asked(cli::add_card, {"card", "--run", "1"}, true).text, HasSubstr("calibrated on val: T 1.50"));
}

TEST_F(Uncalibrated, a_report_from_before_there_was_the_choice_is_of_what_the_run_shows) {
  Json block = make_report(set_.workspace, {.figures = {.run = a_}}, {}).block;
  block["request"].erase("calibrated");
  EXPECT_TRUE(request_of(block).figures.calibrated);
}

TEST(UncalibratedModel, is_asked_about_worse_pictures_and_says_so) {
  test_support::TrainedWorkspace made(60);
  made.calibrate(1.5, -1.0);
  const std::vector<std::string> words{"stress", made.place(), "--only", "jpeg", "--limit", "6", "--views", "1"};
  const Outcome shown = typed(cli::add_stress, words);
  auto more = words;
  more.emplace_back("--uncalibrated");
  const Outcome plain = typed(cli::add_stress, more);
  EXPECT_THAT(shown.text, HasSubstr(kShown));
  EXPECT_THAT(plain.text, AllOf(HasSubstr(kPlain), HasSubstr("threshold 0.5,")));
  const auto clean = [](const Outcome& outcome) { return outcome.json.at("cells").elements()[0]; };
  EXPECT_EQ(clean(shown).at("accuracy"), clean(plain).at("accuracy")) << "no decision changes by it";
  EXPECT_EQ(clean(shown).at("auc"), clean(plain).at("auc")) << "nor a rank";
}

}  // namespace
}  // namespace app
