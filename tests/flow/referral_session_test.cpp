// Refer as a third answer, chosen in the window: tried on validation, kept with the run, taken back.
#include <gtest/gtest.h>

#include "app/workspace/referral_choice.h"
#include "tests/flow/keyboard_session.h"
#include "tests/flow/session_run.h"

namespace {

class ReferralSession : public flow_test::Keyboard {
 protected:
  // Two in three validate, so that there are enough to choose by.
  void SetUp() override {
    Keyboard::SetUp();
    app::demo::DemoRecipe recipe;
    recipe.seed = 3;
    const auto more = app::demo::write_demo(folder_ / "more", app::demo::for_images(recipe, 140));
    app::import_images(*workspace_, app::read_index_table(more.index_file), {}, {});
    flow_test::let_most_validate(*workspace_);
    run_ = flow_test::trained_head(*workspace_, 2).run;
  }
  std::optional<ml::Referral> kept() const { return app::kept_referral(*workspace_, *workspace_->make_reader(), run_); }

  app::RunId run_ = 0;
};

TEST_F(ReferralSession, is_tried_on_validation_kept_with_the_run_and_taken_back) {
  play(R"(
wait until eval.n > 99 timeout 30
key f6
wait until compare.state != working timeout 60
key 3
wait until refer.kept == nothing timeout 30
click @refer.choose
wait until refer.state == ready timeout 120
expect refer.answered > 70
click @refer.keep
wait until refer.kept contains "The 20 % of images with most doubt are referred to a person" timeout 60
)");
  ASSERT_TRUE(kept().has_value());
  EXPECT_NEAR(kept()->coverage, 0.8, 1e-6);
  play(R"(
wait until eval.n > 99 timeout 30
key f6
wait until compare.state != working timeout 60
key 3
wait until refer.kept contains "referred to a person" timeout 30
click @refer.forget
wait until refer.kept == nothing timeout 60
)");
  EXPECT_FALSE(kept().has_value());
}

}  // namespace
