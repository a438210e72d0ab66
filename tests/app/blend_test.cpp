// `nevus blend` as typed: what lies between two models, and what is no pair.
#include <cmath>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/core/json.h"
#include "app/workspace/model_threshold.h"
#include "ml/familiarity/familiarity.h"
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

constexpr const char* kBias = "classifier.1.bias";

// The run's model, calibrated and with a threshold, and another whose head answers 2 higher.
class BlendVerb : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<TrainedWorkspace>(40);
    ml::Model other = ml::load_model(made_->model_file);
    for (float& value : other.weights.at(kBias).values) value += 2;
    other.calibration = ml::FittedCalibration{.temperature = 2, .bias = {0.5, -0.5}, .images = 40, .fitted_on = "val"};
    put_threshold(other, {0.2, "by costs"});
    ml::save_model(higher(), other);
  }
  static void TearDownTestSuite() { made_.reset(); }

  static std::string at(const std::string& name) { return (made_->folder / name).string(); }
  static std::string higher() { return at("higher.safetensors"); }
  static std::vector<std::string> words(const std::string& from, const std::string& to, const std::string& output,
                                        std::vector<std::string> more = {}) {
    std::vector<std::string> all{"blend", made_->place(), from, to, "-o", output};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  static float bias(const std::string& file) { return ml::load_model(file).weights.at(kBias).values[0]; }
  static double probability(const std::string& model) {
    const Json said = typed(cli::add_predict, {"predict", model, made_->pictures(1)[0], "--uncalibrated"}).json;
    return said.at("predictions").elements()[0].at("probabilities").at("malignant").get<double>();
  }
  static inline std::unique_ptr<TrainedWorkspace> made_;
};

TEST_F(BlendVerb, answers_as_the_one_at_0_as_the_other_at_1_and_between_them_at_a_half) {
  const std::string here = made_->model_file.string();
  for (const char* share : {"0", "1", "0.5"})
    typed(cli::add_blend, words("run:1", higher(), at("share_" + std::string(share)), {"--share", share}));
  typed(cli::add_blend, words("run:1", higher(), at("usual")));
  EXPECT_EQ(probability(at("share_0")), probability(here));
  EXPECT_EQ(probability(at("share_1")), probability(higher()));
  EXPECT_NEAR(bias(at("share_0.5")), bias(here) + 1, 1e-6);
  EXPECT_EQ(bias(at("usual")), bias(at("share_0.5")));
  const auto logit = [](double p) { return std::log(p / (1 - p)); };
  EXPECT_NEAR(logit(probability(at("share_0.5"))), logit(probability(here)) + 1, 1e-3);
}

TEST_F(BlendVerb, carries_over_nothing_that_was_fitted_to_either_and_says_so) {
  const Outcome done = typed(cli::add_blend, words("run:1", higher(), at("bare"), {"--share", "0.25"}));
  EXPECT_THAT(done.text, AllOf(HasSubstr("0.25 of " + higher()), HasSubstr("calibration, threshold"),
                               HasSubstr("Not a medical device")));
  EXPECT_EQ(done.json.at("share").get<double>(), 0.25);
  const ml::Model bare = ml::load_model(at("bare"));
  EXPECT_FALSE(bare.calibration);
  EXPECT_FALSE(threshold_of(bare));
  EXPECT_FALSE(ml::familiarity_of(bare));
  EXPECT_EQ(bare.target, "malignant");
  EXPECT_NE(bare.trained_on, "");
  const Json said = Json::parse(bare.trained_on);
  EXPECT_EQ(said.find("run"), nullptr) << "no run made it";
  for (const char* part : {"from", "to"}) EXPECT_NE(said.at("blend").at(part).find("request"), nullptr) << part;
}

TEST_F(BlendVerb, leaves_a_file_that_is_there_and_writes_none_into_what_a_workspace_keeps) {
  const std::string there = made_->folder.write("there", "mine").string();
  EXPECT_THAT(refused(cli::add_blend, words("run:1", higher(), there)), AllOf(HasSubstr("is left"), HasSubstr(there)));
  std::string content;
  std::ifstream(there) >> content;
  EXPECT_EQ(content, "mine");
  EXPECT_THAT(refused(cli::add_blend, words("run:1", higher(), made_->place() + "/runs/new")),
              HasSubstr("the workspace keeps"));
}

TEST_F(BlendVerb, refuses_by_name_what_is_no_pair) {
  EXPECT_THAT(refused(cli::add_blend, words("run:9", higher(), at("new"))), HasSubstr("no run 9"));
  EXPECT_THAT(refused(cli::add_blend, words("run:1", at("nowhere"), at("new"))), HasSubstr("nowhere"));
  const std::string text = made_->folder.write("text.safetensors", "no model").string();
  EXPECT_THAT(refused(cli::add_blend, words(text, higher(), at("new"))), HasSubstr("text.safetensors"));
  ml::Model other = ml::load_model(higher());
  other.target = "melanoma";
  ml::save_model(at("melanoma"), other);
  EXPECT_THAT(refused(cli::add_blend, words("run:1", at("melanoma"), at("new"))),
              AllOf(HasSubstr("\"malignant\""), HasSubstr("\"melanoma\"")));
  ml::replace_head(other, ml::mlp_head(1), other.spec.classes, 1);
  other.target = "malignant";
  ml::save_model(at("mlp"), other);
  EXPECT_THAT(refused(cli::add_blend, words("run:1", at("mlp"), at("new"))), HasSubstr("networks differ"));
  for (const char* share : {"-0.1", "1.1", "nan", "half"})
    EXPECT_EQ(refused(cli::add_blend, words("run:1", higher(), at("new"), {"--share", share})), "not understood")
        << share;
  EXPECT_FALSE(std::filesystem::exists(at("new")));
}

}  // namespace
}  // namespace app
