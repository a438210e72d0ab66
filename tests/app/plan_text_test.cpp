#include "app/cli/plan_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ml/train/train_plan.h"

namespace {
using ::testing::HasSubstr;

ml::Model prepared(const ml::TrainPlan& plan) {
  ml::Model model = ml::make_model({}, ml::imagenet_contract(), 0);
  ml::prepare(model, plan, {"negative", "positive"}, "", 0);
  return model;
}

TEST(PlanText, says_of_each_phase_which_statistics_batch_norm_uses) {
  ml::TrainPlan plan = ml::preset_plan("reference-improved", ml::Depth::Tail);
  const ml::ModelSpec spec = prepared(plan).spec;
  const std::string text = app::cli::plan_text(plan, spec);
  EXPECT_THAT(text, HasSubstr("backbone: stored statistics, nothing of it learns; head: of the batch"));
  EXPECT_THAT(text, HasSubstr("backbone: stored statistics, which stay; gamma and beta learn where the layers do"));
  const app::Json json = app::cli::plan_json(plan, spec);
  EXPECT_EQ(json.at("phases").at(1).at("batch_norm").at("backbone").get<std::string>(), "stored");
  EXPECT_EQ(json.at("phases").at(1).at("batch_norm").at("head").get<std::string>(), "batch");
}

TEST(PlanText, follows_the_setting_where_the_backbone_learns_and_only_there) {
  ml::TrainPlan plan = ml::preset_plan("reference-improved", ml::Depth::Tail);
  ml::set_in_plan(plan, "batch_statistics", "batch");
  const ml::ModelSpec spec = prepared(plan).spec;
  EXPECT_THAT(app::cli::plan_text(plan, spec), HasSubstr("backbone: statistics of the batch where the layers learn"));
  const app::Json json = app::cli::plan_json(plan, spec);
  EXPECT_EQ(json.at("phases").at(0).at("batch_norm").at("backbone").get<std::string>(), "stored");
  EXPECT_EQ(json.at("phases").at(1).at("batch_norm").at("backbone").get<std::string>(), "batch");
}

TEST(PlanText, a_head_without_batch_norm_is_said_to_have_none) {
  const ml::TrainPlan plan = ml::preset_plan("reference-simple", ml::Depth::Head);
  EXPECT_THAT(app::cli::plan_text(plan, prepared(plan).spec), HasSubstr("head: has none"));
}

}  // namespace
