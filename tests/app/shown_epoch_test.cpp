// What is said of an image while another epoch than the best is shown.
#include "app/models/shown_epoch.h"

#include <gtest/gtest.h>

#include "app/pages/inspect/inspect_verdict.h"
#include "tests/table/generated.h"

namespace app {
namespace {

// Validation was predicted at both epochs, training at the second alone, which is the best.
class ShownEpoch : public testing::Test {
 protected:
  ShownEpoch() {
    test::Generator random(7);
    ImageTable table(test::three_classes());
    table.apply(random.images(1, 60));
    run_ = random.run(table, 2, 2);
    gallery_.replace(std::move(table));
    gallery_.show_target("malignant");
  }
  FocusedImage seen_at(int epoch, Split split) {
    gallery_.show_run(run_, epoch);
    row_ = gallery_.table().rows_of_split(split).rows().front();
    FocusedImage image;
    image.probabilities = {{"benign", 0.25F}, {"malignant", 0.75F}};  // as the best epoch's model answered
    image.predicted_group = 1;
    image.true_group = 1;
    say_shown_epoch(gallery_, view_, row_, image);
    return image;
  }
  std::string verdict_of(const FocusedImage& image) const {
    const InspectVerdict verdict = inspect_verdict(image, "mel", run_->groups);
    return verdict.what() + ": " + verdict.outcome;
  }

  // Every set of predictions as asked in so many views.
  void ask_in(int views) {
    auto run = std::make_shared<RunScores>(*run_);
    for (auto& [epoch, sets] : run->epochs)
      for (auto& set : sets.by_split)
        if (set) {
          auto asked = std::make_shared<ScoreSet>(*set);
          asked->views = views;
          set = asked;
        }
    run_ = run;
  }

  Gallery gallery_;
  RunView view_;
  std::shared_ptr<const RunScores> run_;
  Row row_ = 0;
};

TEST_F(ShownEpoch, the_best_epoch_says_what_its_model_says) {
  const FocusedImage image = seen_at(2, Split::Val);
  EXPECT_TRUE(image.at_epoch.empty());
  EXPECT_EQ(image.model_epoch, "");
  EXPECT_EQ(verdict_of(image), "Labelled mel, predicted malignant 75 %: a true positive at 0.50");
}

TEST_F(ShownEpoch, another_epoch_says_what_it_predicted_and_the_evidence_is_called_the_models) {
  const FocusedImage image = seen_at(1, Split::Val);
  ASSERT_EQ(image.said().size(), 2U);
  EXPECT_FLOAT_EQ(image.said()[1].probability, gallery_.predictions().score(row_));
  EXPECT_EQ(image.said_group(), gallery_.predictions().predicted(row_));
  EXPECT_EQ(image.model_epoch, "run 1, epoch 2");
}

TEST_F(ShownEpoch, an_epoch_that_has_not_predicted_the_image_leaves_it_to_the_models_which_is_named) {
  const FocusedImage image = seen_at(1, Split::Train);
  EXPECT_TRUE(image.at_epoch.empty());
  EXPECT_EQ(verdict_of(image), "Labelled mel, predicted malignant 75 %: a true positive at 0.50, by run 1, epoch 2");
}

TEST_F(ShownEpoch, while_another_run_trains_views_and_calibration_are_those_of_the_run_that_is_shown) {
  ask_in(1);
  view_.run = 2;
  view_.live = true;
  view_.evaluation.views = 8;
  view_.calibration.words = "not calibrated: fitted when it ends";
  EXPECT_EQ(seen_at(2, Split::Val).in_the_grid, "") << "asked in one view as all its validation";
  EXPECT_EQ(seen_at(1, Split::Val).asked_at_epoch, "one view, not calibrated");
  auto calibrated = std::make_shared<RunScores>(*run_);
  calibrated->calibration = ml::FittedCalibration{.temperature = 1.16, .bias = {0, -0.63}, .fitted_on = "val"};
  run_ = calibrated;
  EXPECT_EQ(seen_at(1, Split::Val).asked_at_epoch, "one view, calibrated on val: T 1.16, prior -0.63");
}

TEST_F(ShownEpoch, what_is_stored_of_a_run_that_still_trains_is_not_called_its_best) {
  view_.run = 1;
  EXPECT_FALSE(seen_at(1, Split::Val).best_so_far);
  view_.state = RunState::Running;
  EXPECT_TRUE(seen_at(1, Split::Val).best_so_far);
  view_.run = 2;
  view_.live = true;
  EXPECT_FALSE(seen_at(1, Split::Val).best_so_far) << "another trains";
}

}  // namespace
}  // namespace app
