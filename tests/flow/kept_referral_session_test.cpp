// In the window what a run refers to a person follows the threshold: by the doubts of another one nothing is referred.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ml/familiarity/quantiles.h"
#include "ml/familiarity/referral.h"
#include "tests/app/trained_workspace.h"
#include "tests/flow/open_session.h"

namespace {
using test::OpenSession;
using testing::HasSubstr;

TEST(KeptReferralSession, refers_at_the_threshold_it_was_chosen_at_alone) {
  test_support::TrainedWorkspace made(40);
  ml::Model model = ml::load_model(made.model_file);
  // Every image with a doubt at all is referred.
  ml::put_referral(model, {"probability", ml::quantiles_of(std::vector<double>{0, 0.5}), 0.8, 0.5, 0.0});
  ml::save_model(made.model_file, model);
  app::Workspace workspace = made.open();
  OpenSession open(workspace);
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.evaluation.n > 0; }));
  open.commands.apply(app::SelectImages{{0}, 0});
  const app::FamiliarityView& said = open.models().image.familiarity;
  ASSERT_TRUE(open.wait_for([&] { return !said.words.empty(); }));
  EXPECT_TRUE(said.referred);
  EXPECT_EQ(said.why_not_referred, "");
  open.commands.apply(app::SetThreshold{0.3F, {}, false});
  EXPECT_FALSE(said.referred);
  EXPECT_THAT(said.why_not_referred, HasSubstr("chosen at the threshold 0.5, and 0.3 decides"));
  open.commands.apply(app::SetThreshold{0.5F, {}, false});
  EXPECT_TRUE(said.referred);
  EXPECT_EQ(said.why_not_referred, "");
}

}  // namespace
