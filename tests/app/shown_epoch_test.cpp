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
    say_shown_epoch(gallery_, RunView{}, row_, image);
    return image;
  }
  std::string verdict_of(const FocusedImage& image) const {
    const InspectVerdict verdict = inspect_verdict(image, "mel", run_->groups);
    return verdict.what() + ": " + verdict.outcome;
  }

  Gallery gallery_;
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

}  // namespace
}  // namespace app
