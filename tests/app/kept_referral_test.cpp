// What is referred to a person was chosen at one threshold: where another decides, that is said and nothing is
// referred.
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace/image_doubt.h"
#include "app/workspace/run_threshold.h"
#include "ml/familiarity/quantiles.h"
#include "ml/familiarity/referral.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"

namespace app {
namespace {
using cli::Outcome;
using test_support::TrainedWorkspace;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

ml::Referral chosen_at(double threshold, const std::string& doubt = "probability") {
  // Every image with a doubt at all is referred.
  return {doubt, ml::quantiles_of(std::vector<double>{0, 0.5}), 0.8, threshold, 0.0};
}

TEST(KeptReferral, knows_the_threshold_it_was_chosen_at_where_its_doubt_is_of_a_probability) {
  for (const char* doubt : {"probability", "plain_view", "dropout_entropy"})
    EXPECT_EQ(threshold_of_referral(chosen_at(0.25, doubt), nullptr, 2), 0.25) << doubt;
  for (const char* doubt : {"views", "dropout_information", "unfamiliarity"})
    EXPECT_FALSE(threshold_of_referral(chosen_at(0.25, doubt), nullptr, 2)) << doubt;
  EXPECT_FALSE(threshold_of_referral(chosen_at(0.25), nullptr, 3)) << "the most probable is called";
  const ml::FittedCalibration applied{.temperature = 1.4, .bias = {0.6, -0.6}};
  EXPECT_DOUBLE_EQ(threshold_of_referral(chosen_at(0.25), &applied, 2).value(), ml::moved_threshold(applied, 0.25));
}

TEST(KeptReferral, holds_at_its_threshold_and_says_why_not_at_another) {
  EXPECT_THAT(why_not_referred({}, 0.3), IsEmpty());
  EXPECT_THAT(why_not_referred(0.3483, static_cast<double>(0.3483F)), IsEmpty()) << "to the digits of a float";
  EXPECT_EQ(why_not_referred(0.3483, 0.086),
            "nothing is referred to a person: that was chosen at the threshold 0.3483, and 0.086 decides; choose it "
            "again with `nevus refer`");
  EXPECT_THAT(why_not_referred(0.0012, 0.0015), Not(IsEmpty())) << "small ones are told apart";
}

class KeptReferralOfARun : public ::testing::Test {
 protected:
  void refer(const ml::Referral& referral) {
    ml::Model model = ml::load_model(made_.model_file);
    ml::put_referral(model, referral);
    ml::save_model(made_.model_file, model);
  }
  void keep(std::optional<double> threshold) {
    Workspace workspace = made_.open();
    keep_threshold(workspace, made_.run, threshold);
  }
  Outcome predicted(std::vector<std::string> more = {}) {
    std::vector<std::string> words{"predict", made_.place()};
    for (const std::string& picture : made_.pictures(4)) words.push_back(picture);
    words.insert(words.end(), more.begin(), more.end());
    return typed(cli::add_predict, words);
  }
  static int referred_of(const Outcome& outcome) {
    int found = 0;
    for (const Json& one : outcome.json.at("predictions")) found += one.at("refer") == Json(true) ? 1 : 0;
    return found;
  }
  TrainedWorkspace made_;
};

TEST_F(KeptReferralOfARun, is_not_followed_by_predict_where_another_threshold_decides) {
  refer(chosen_at(0.5));
  EXPECT_EQ(referred_of(predicted()), 4);
  EXPECT_TRUE(predicted().json.at("why_not_referred").is_null());
  keep(0.3);
  const Outcome other = predicted();
  EXPECT_EQ(referred_of(other), 0);
  for (const Json& one : other.json.at("predictions")) EXPECT_TRUE(one.at("refer").is_null());
  EXPECT_THAT(other.text, AllOf(HasSubstr("note: nothing is referred to a person"),
                                HasSubstr("chosen at the threshold 0.5, and 0.3 decides"), HasSubstr("nevus refer")));
  EXPECT_THAT(other.json.at("why_not_referred").get<std::string>(), HasSubstr("0.3 decides"));
  EXPECT_EQ(referred_of(predicted({"--threshold", "0.5"})), 4);
  refer(chosen_at(0.3));
  EXPECT_EQ(referred_of(predicted()), 4);
  EXPECT_EQ(referred_of(predicted({"--threshold", "0.4", "--refer-coverage", "0.8"})), 0);
  refer(chosen_at(0.5, "dropout_information"));
  EXPECT_EQ(referred_of(predicted()), 4) << "disagreement knows no threshold";
}

TEST_F(KeptReferralOfARun, is_told_to_hold_no_more_as_another_threshold_is_kept) {
  const std::vector<std::string> words{"threshold", made_.place(), "1", "--sensitivity", "0.97"};
  std::vector<std::string> keeping = words;
  keeping.emplace_back("--keep");
  EXPECT_TRUE(typed(cli::add_threshold, keeping).json.at("why_not_referred").is_null()) << "nothing is referred";
  refer(chosen_at(0.5));
  EXPECT_THAT(typed(cli::add_threshold, words).text, Not(HasSubstr("nothing is referred")));
  EXPECT_THAT(typed(cli::add_threshold, keeping).text,
              HasSubstr("note: nothing is referred to a person: that was chosen at the threshold 0.5, and "));
}

TEST_F(KeptReferralOfARun, is_told_wherever_the_run_is) {
  const std::vector<std::vector<std::string>> verbs{
      {"runs", made_.place(), "1"}, {"eval", made_.place(), "--run", "1"}, {"card", made_.place(), "--run", "1"}};
  const auto said = [&](std::size_t verb) {
    return typed(verb == 0 ? cli::add_runs : verb == 1 ? cli::add_eval : cli::add_card, verbs[verb]);
  };
  EXPECT_TRUE(said(0).json.at("referral").is_null());
  EXPECT_TRUE(said(1).json.at("referral").is_null());
  EXPECT_THAT(said(2).text, HasSubstr("nothing: every image is answered"));
  refer(chosen_at(0.5));
  const std::string words = "The 20 % of images with most doubt are referred to a person";
  EXPECT_THAT(said(0).text, HasSubstr(words));
  EXPECT_THAT(said(1).text, HasSubstr(words));
  EXPECT_THAT(said(2).text, HasSubstr("all but 80 % of images like those of validation"));
  for (const std::size_t verb : {0U, 1U})
    EXPECT_NEAR(said(verb).json.at("referral").at("coverage").get<double>(), 0.8, 1e-6);
  const Json listed = typed(cli::add_runs, {"runs", made_.place(), "--json"}).json;
  EXPECT_EQ(listed.at("runs").at(std::size_t{0}).at("referral").at("doubt"), "probability");
  EXPECT_THAT(said(0).text, Not(HasSubstr("nothing is referred")));
  keep(0.3);
  for (const std::size_t verb : {0U, 1U})
    EXPECT_THAT(said(verb).text, HasSubstr("note: nothing is referred to a person: that was chosen at the threshold"));
}

TEST_F(KeptReferralOfARun, is_followed_calibrated_and_not) {
  refer(chosen_at(0.5));
  made_.calibrate(1.5, -0.8);
  EXPECT_EQ(referred_of(predicted()), 4);
  EXPECT_EQ(referred_of(predicted({"--uncalibrated"})), 4);
  keep(0.5);  // of the calibrated probabilities: another one of what the network gave
  EXPECT_EQ(referred_of(predicted()), 0);
  EXPECT_EQ(referred_of(predicted({"--uncalibrated"})), 0);
}

}  // namespace
}  // namespace app
