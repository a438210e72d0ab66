// The threshold that is kept with a run decides wherever its model is asked, also from a copy of its file.
#include "app/workspace/model_threshold.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace/run_threshold.h"
#include "ml/model/companions.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"

namespace app {
namespace {
using cli::Outcome;
using test_support::refused;
using test_support::TrainedWorkspace;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

ml::Model of_classes(std::vector<std::string> classes) {
  ml::Model model;
  model.spec.classes = std::move(classes);
  return model;
}

TEST(ModelThreshold, is_asked_for_or_kept_or_the_usual_one_and_its_words_say_which) {
  ml::Model model = of_classes({"benign", "malignant"});
  EXPECT_EQ(decided_words(decided_at(model, nullptr, {})),
            "positive at or above 0.5; no threshold is kept with the model");
  put_threshold(model, {0.3, "by costs"});
  EXPECT_EQ(decided_words(decided_at(model, nullptr, {})), "positive at or above 0.3, kept with the model: by costs");
  EXPECT_EQ(decided_words(decided_at(model, nullptr, 0.7)),
            "positive at or above 0.7, as asked for, in place of 0.3, which is kept with the model: by costs");
  EXPECT_EQ(decided_json(decided_at(model, nullptr, 0.7)).at("kept").get<double>(), 0.3);
  erase_threshold(model);
  EXPECT_FALSE(threshold_of(model));
}

TEST(ModelThreshold, moves_with_the_calibration_that_is_applied) {
  ml::Model model = of_classes({"benign", "malignant"});
  const ml::FittedCalibration applied{.temperature = 1.4, .bias = {0.6, -0.6}};
  EXPECT_THAT(decided_words(decided_at(model, &applied, {})), HasSubstr("which is 0.5 before calibration"));
  put_threshold(model, {ml::threshold_before(applied, 0.3), ""});
  EXPECT_NEAR(decided_at(model, &applied, {}).value, 0.3, 1e-7) << "to the digits of a float";
  EXPECT_GT(std::abs(decided_at(model, nullptr, {}).value - 0.3), 0.1);
}

TEST(ModelThreshold, is_none_of_three_classes_and_asking_for_one_there_is_refused) {
  ml::Model model = of_classes({"a", "b", "c"});
  EXPECT_EQ(decided_words(decided_at(model, nullptr, {})), "the most probable class is called");
  EXPECT_THROW(decided_at(model, nullptr, 0.5), std::runtime_error);
}

TEST(ModelThreshold, is_lost_with_the_other_companions_and_refused_where_it_is_damaged) {
  ml::Model model = of_classes({"benign", "malignant"});
  put_threshold(model, {0.3, "by costs"});
  ml::Weights trained_on = model.weights;
  ml::erase_companions(trained_on);
  EXPECT_TRUE(trained_on.metadata().empty());
  model.weights.metadata().begin()->second = R"({"before_calibration": 3, "words": ""})";
  try {
    threshold_of(model);
    FAIL();
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("not from 0 to 1"), HasSubstr("nevus threshold --keep")));
  }
}

class KeptThresholdOfARun : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { made_ = std::make_unique<TrainedWorkspace>(); }
  static void TearDownTestSuite() { made_.reset(); }
  ~KeptThresholdOfARun() override { keep(std::nullopt); }

  static void keep(std::optional<double> threshold) {
    Workspace workspace = made_->open();
    keep_threshold(workspace, made_->run, threshold);
  }
  static Json predicted(const std::string& source, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"predict", source};
    for (const std::string& picture : made_->pictures(6)) words.push_back(picture);
    words.insert(words.end(), more.begin(), more.end());
    return typed(cli::add_predict, words).json;
  }
  static int positives(const Json& predicted) {
    int found = 0;
    for (const Json& one : predicted.at("predictions")) found += one.at("predicted") == "malignant" ? 1 : 0;
    return found;
  }
  static inline std::unique_ptr<TrainedWorkspace> made_;
};

TEST_F(KeptThresholdOfARun, decides_what_predict_says_until_another_is_asked_for) {
  const Json usual = predicted(made_->place());
  EXPECT_EQ(usual.at("decided").at("from"), "usual");
  keep(1.0);
  const Json none = predicted(made_->place());
  EXPECT_EQ(none.at("threshold").get<double>(), 1.0);
  EXPECT_EQ(none.at("decided").at("from"), "kept");
  EXPECT_THAT(none.at("decided").at("words").get<std::string>(), HasSubstr("kept with the model: set by hand"));
  EXPECT_EQ(positives(none), 0);
  keep(0.0);
  EXPECT_EQ(positives(predicted(made_->place())), 6);
  const Json asked = predicted(made_->place(), {"--threshold", "1"});
  EXPECT_EQ(positives(asked), 0);
  EXPECT_EQ(asked.at("decided").at("kept").get<double>(), 0.0);
  EXPECT_THAT(asked.at("decided").at("words").get<std::string>(), HasSubstr("in place of 0,"));
  keep(std::nullopt);
  EXPECT_EQ(predicted(made_->place()), usual);
}

TEST_F(KeptThresholdOfARun, goes_where_its_file_goes_and_decides_there_as_in_its_workspace) {
  keep(0.97);
  const std::filesystem::path copy = made_->folder / "copy.safetensors";
  std::filesystem::copy_file(made_->model_file, copy);
  const Json here = predicted(made_->place()), there = predicted(copy.string());
  EXPECT_EQ(there.at("threshold"), here.at("threshold"));
  EXPECT_EQ(there.at("decided"), here.at("decided"));
  EXPECT_EQ(there.at("predictions"), here.at("predictions"));
  const Outcome judged = typed(cli::add_eval, {"eval", made_->place(), "--model", copy.string()});
  EXPECT_EQ(judged.json.at("threshold").get<double>(), 0.97);
  EXPECT_THAT(judged.text, HasSubstr("kept with the model: set by hand"));
  const Outcome own = typed(cli::add_eval, {"eval", made_->place(), "--model", "run:1"});
  EXPECT_EQ(own.json.at("threshold").get<double>(), 0.97);
}

TEST_F(KeptThresholdOfARun, decides_which_class_is_explained) {
  for (const auto& [threshold, group] : {std::pair(0.0, "malignant"), std::pair(1.0, "benign")}) {
    keep(threshold);
    const Json why = typed(cli::add_explain, {"explain", made_->place(), made_->pictures(1)[0], "--json"}).json;
    EXPECT_EQ(why.at("group"), group);
    EXPECT_EQ(why.at("threshold").get<double>(), threshold);
  }
}

TEST_F(KeptThresholdOfARun, decides_the_same_calibrated_and_not_and_both_are_named) {
  TrainedWorkspace other(40);
  {
    Workspace workspace = other.open();
    keep_threshold(workspace, other.run, 0.4);
  }
  other.calibrate(1.5, -0.8);
  std::vector<std::string> words{"predict", other.place(), other.pictures(1)[0]};
  const Outcome shown = typed(cli::add_predict, words);
  words.emplace_back("--uncalibrated");
  const Outcome plain = typed(cli::add_predict, words);
  EXPECT_LT(shown.json.at("threshold").get<double>(), 0.4);
  EXPECT_NEAR(plain.json.at("threshold").get<double>(), 0.4, 1e-7);
  EXPECT_THAT(shown.text, HasSubstr("calibrated on val: T 1.50, prior -0.80; positive at or above"));
  EXPECT_THAT(plain.text,
              AllOf(HasSubstr("not calibrated, as asked for; positive at or above 0.4"), Not(HasSubstr("T 1.50"))));
  EXPECT_EQ(shown.json.at("predictions").elements()[0].at("predicted"),
            plain.json.at("predictions").elements()[0].at("predicted"));
}

TEST_F(KeptThresholdOfARun, whose_model_file_is_damaged_is_kept_all_the_same) {
  TrainedWorkspace other(40);
  other.folder.write("ws/runs/1/best.safetensors", "damaged");
  Workspace workspace = other.open();
  keep_threshold(workspace, other.run, 0.3);
  EXPECT_EQ(db::run(workspace.reader(), other.run)->threshold, 0.3);
}

TEST_F(KeptThresholdOfARun, that_is_no_share_is_refused) {
  EXPECT_EQ(refused(cli::add_predict, {"predict", made_->place(), made_->pictures(1)[0], "--threshold", "1.5"}),
            "not understood");
}

}  // namespace
}  // namespace app
