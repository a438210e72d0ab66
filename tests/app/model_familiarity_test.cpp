// What a run knows of its training images when it ends, what it says of others, and which doubt finds its errors.
#include "app/workspace/model_familiarity.h"

#include <numeric>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/image_doubt.h"
#include "app/workspace/import.h"
#include "app/workspace/model_store.h"
#include "app/workspace/referral_choice.h"
#include "app/workspace/risk_report.h"
#include "app/workspace/run_threshold.h"
#include "app/workspace/training.h"
#include "db/runs.h"
#include "ml/familiarity/quantiles.h"
#include "ml/model/companions.h"
#include "tests/temp_folder.h"

namespace app {
namespace {

using ::testing::HasSubstr;

// One run of a head on generated images, for all cases; its validation is far below a hundred images.
class FamiliarityOfARun : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    shared_ = std::make_unique<Shared>();
    const auto report = demo::write_demo(shared_->folder / "images", demo::for_images({}, 90));
    shared_->workspace = std::make_unique<Workspace>(shared_->folder / "ws", Workspace::Open::OrCreate);
    import_images(*shared_->workspace, read_index_table(report.index_file), {}, {});
    TrainRequest request;
    request.model = "starter";
    request.target = "malignant";
    request.epochs = 3;
    request.allow_leak = true;
    ml::TrainControl control;
    shared_->outcome = run_training(*shared_->workspace, request, control, {}, 1);
  }
  static void TearDownTestSuite() { shared_.reset(); }

  Workspace& workspace() { return *shared_->workspace; }
  RunId run() { return shared_->outcome.run; }
  ml::Model model() { return ml::load_model(shared_->outcome.model_file); }
  std::size_t val() {
    std::size_t images = 0;
    for (const db::Image& image : db::images(workspace().reader())) images += image.split == db::Split::Val ? 1U : 0U;
    return images;
  }

  struct Shared {
    test_support::TempFolder folder;
    std::unique_ptr<Workspace> workspace;
    TrainOutcome outcome;
  };
  static inline std::unique_ptr<Shared> shared_;
};

TEST_F(FamiliarityOfARun, is_kept_with_its_best_model_and_says_what_too_few_validation_images_do_not_tell) {
  const auto known = ml::familiarity_of(model());
  ASSERT_TRUE(known.has_value());
  EXPECT_GT(known->images, 30);
  EXPECT_FALSE(known->threshold().has_value());
  EXPECT_THAT(shared_->outcome.familiarity, HasSubstr("cannot be estimated"));
  EXPECT_THAT(shared_->outcome.familiarity, HasSubstr(std::to_string(known->validation_images) + " validation images"));
}

TEST_F(FamiliarityOfARun, is_learnt_later_for_a_model_that_was_made_without_and_is_the_same) {
  ml::Model bare = model();
  const auto first = ml::familiarity_of(bare);
  ml::erase_companions(bare.weights);
  ml::save_model(shared_->outcome.model_file, bare);
  const auto images = db::images(workspace().reader());
  const ImageFiles source(images, db::file_stamps(workspace().reader()));
  EXPECT_THAT(survey_familiarity(model(), source, workspace().features_folder()).problem, HasSubstr("not recorded"));
  add_familiarity_to_run(workspace(), run(), {});
  const auto again = ml::familiarity_of(model());
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->means, again->means);
  EXPECT_EQ(first->axes, again->axes);
}

TEST_F(FamiliarityOfARun, leaves_in_the_file_what_others_keep_there_meanwhile) {
  bool kept = false;
  add_familiarity_to_run(workspace(), run(), [&](const ProgressReport&) {
    if (!std::exchange(kept, true)) keep_threshold(workspace(), run(), 0.3);
  });
  ASSERT_TRUE(kept);
  const auto in_file = threshold_of(model());
  keep_threshold(workspace(), run(), std::nullopt);
  EXPECT_TRUE(in_file.has_value());
  EXPECT_TRUE(ml::familiarity_of(model()).has_value());
}

TEST_F(FamiliarityOfARun, surveys_what_has_features_and_counts_what_has_none) {
  const auto images = db::images(workspace().reader());
  const ImageFiles source(images, db::file_stamps(workspace().reader()));
  const FamiliaritySurvey survey = survey_familiarity(model(), source, workspace().features_folder());
  EXPECT_EQ(survey.problem, "");
  EXPECT_GT(survey.images.size(), 30U);
  EXPECT_EQ(survey.images.size() + survey.without_features, images.size());
  const test_support::TempFolder empty;
  EXPECT_EQ(survey_familiarity(model(), source, empty / "none").without_features, images.size());
}

TEST_F(FamiliarityOfARun, is_lost_by_a_run_that_goes_on_from_its_weights_until_that_one_ends) {
  TrainRequest request;
  request.target = "malignant";
  request.parent = run();
  request.epochs = 1;
  request.allow_leak = true;
  ml::TrainControl control;
  const TrainOutcome child = run_training(workspace(), request, control, {}, 1);
  EXPECT_TRUE(ml::familiarity_of(ml::load_model(child.model_file)).has_value());
  const auto start = workspace().run_folder(child.run) / "phase_1_start.safetensors";
  EXPECT_FALSE(ml::familiarity_of(ml::load_model(start)).has_value());
}

TEST_F(FamiliarityOfARun, doubts_are_compared_and_those_that_cannot_be_had_say_why) {
  EvaluateRequest request;
  request.run = run();
  const EvaluateOutcome done = evaluate_split(workspace(), request, {});
  const RiskReport report =
      risk_report({.home = workspace(), .images = workspace(), .run = run(), .heads = 2}, model(), done, {});
  ASSERT_EQ(report.doubts.size(), doubt_list().size() + 3);
  EXPECT_EQ(report.images.size(), val());
  for (const RankedDoubt& row : report.doubts) {
    if (row.name == "views") {
      EXPECT_THAT(row.problem, HasSubstr("one view"));
      continue;
    }
    EXPECT_EQ(row.problem, "") << row.name;
    EXPECT_EQ(row.ranking.wrong, report.doubts.front().ranking.wrong) << row.name;
    EXPECT_GE(row.ranking.excess, -1e-12) << row.name;
  }
  EXPECT_EQ(report.doubts[0].doubts, report.doubts[1].doubts);  // the model asks about the plain view
  EXPECT_THAT(risk_text(report), HasSubstr("cannot be told"));
  EXPECT_EQ(risk_json(report).at("doubts").size(), report.doubts.size());
}

TEST_F(FamiliarityOfARun, refuses_to_refer_by_too_few_validation_images) {
  try {
    choose_referral(workspace(), {.run = run(), .coverage = 0.8, .doubt = ""}, {});
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr(std::to_string(val()) + " validation images are too few"));
  }
}

TEST(Doubt, is_greatest_at_the_threshold_and_equal_on_both_sides_of_it) {
  const auto of = [](float p, double threshold) {
    const std::vector<float> row = {1 - p, p};
    return doubt_of_probabilities(row, threshold);
  };
  EXPECT_NEAR(of(0.5F, 0.5), 0.5, 1e-6);
  EXPECT_NEAR(of(0.8F, 0.5), 0.2, 1e-6);
  EXPECT_NEAR(of(0.2F, 0.5), 0.2, 1e-6);
  EXPECT_NEAR(of(0.3F, 0.3), 0.5, 1e-6);
  EXPECT_GT(of(0.3F, 0.3), of(0.5F, 0.3));
  const std::vector<float> three = {0.2F, 0.7F, 0.1F};
  EXPECT_NEAR(doubt_of_probabilities(three, 0.9), 0.3, 1e-6);
}

TEST(Doubt, beyond_what_the_chosen_share_of_validation_images_has_is_referred) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  const ml::Model model = ml::make_model(spec, ml::imagenet_contract(spec.input_px), 1);
  ml::HeadPredictor head(model);
  DoubtAsker asker(head, nullptr, 0.5);
  std::vector<double> doubts(101);
  std::iota(doubts.begin(), doubts.end(), 0.0);
  for (double& doubt : doubts) doubt /= 200;  // 0 to 0.5
  const ml::Referral referral{"probability", ml::quantiles_of(doubts), 0.8};
  const std::vector<float> pooled(head.feature_length(), 0.5F), sure = {0.9F, 0.1F}, unsure = {0.45F, 0.55F};
  EXPECT_FALSE(referred(referral, 0.8, asker, sure, pooled)->refer);
  const auto said = referred(referral, 0.8, asker, unsure, pooled);
  EXPECT_TRUE(said->refer);
  EXPECT_THAT(referred_words(*said), HasSubstr("surest 80 %"));
  EXPECT_FALSE(referred(referral, 1, asker, unsure, pooled).has_value());
  const ml::Referral by_familiarity{"unfamiliarity", ml::quantiles_of(doubts), 0.8};
  EXPECT_THROW(referred(by_familiarity, 0.8, asker, sure, pooled), std::runtime_error);
}

TEST(FamiliarityWords, say_unlike_like_or_why_it_cannot_be_said) {
  ml::Familiarity known;
  known.groups = {"benign"};
  known.validation_images = 1209;
  EXPECT_THAT(familiarity_words({.score = 9, .percentile = 99.6, .unlike = true}, known),
              HasSubstr("unlike the training images: more so than 99.6 % of 1,209 validation images"));
  EXPECT_THAT(familiarity_words({.score = 1, .percentile = 40, .unlike = false}, known),
              testing::StartsWith("like the training images"));
  known.validation_images = 12;
  EXPECT_THAT(familiarity_words({.score = 1}, known), HasSubstr("only 12 validation images"));
}

}  // namespace
}  // namespace app
