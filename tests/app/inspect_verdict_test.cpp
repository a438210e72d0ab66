// What Inspect says first.
#include "app/pages/inspect/inspect_verdict.h"

#include <vector>

#include <gtest/gtest.h>

namespace app {
namespace {

const std::vector<std::string> kGroups = {"benign", "malignant"};

FocusedImage said(float malignant, float threshold, int true_group) {
  FocusedImage image;
  image.probabilities = {{"benign", 1 - malignant}, {"malignant", malignant}};
  image.threshold = threshold;
  image.predicted_group = malignant >= threshold ? 1 : 0;
  image.true_group = true_group;
  return image;
}

TEST(InspectVerdict, names_label_prediction_and_the_kind_of_error_at_the_threshold) {
  const InspectVerdict verdict = inspect_verdict(said(0.34F, 0.41F, 1), "mel", kGroups);
  EXPECT_EQ(verdict.what(), "Labelled mel, predicted benign 66 %");
  EXPECT_EQ(verdict.said, "predicted benign 66 %");
  EXPECT_EQ(verdict.outcome, "a false negative at 0.41");
  EXPECT_EQ(verdict.kind, VerdictKind::Miss);
}

TEST(InspectVerdict, has_the_four_outcomes_of_two_groups) {
  EXPECT_EQ(inspect_verdict(said(0.9F, 0.5F, 1), "mel", kGroups).outcome, "a true positive at 0.50");
  EXPECT_EQ(inspect_verdict(said(0.9F, 0.5F, 0), "nv", kGroups).outcome, "a false positive at 0.50");
  EXPECT_EQ(inspect_verdict(said(0.1F, 0.5F, 0), "nv", kGroups).outcome, "a true negative at 0.50");
  EXPECT_EQ(inspect_verdict(said(0.9F, 0.5F, 1), "mel", kGroups).kind, VerdictKind::Hit);
}

TEST(InspectVerdict, of_more_than_two_groups_says_what_the_label_got) {
  FocusedImage image;
  image.probabilities = {{"nv", 0.66F}, {"mel", 0.12F}, {"bcc", 0.22F}};
  image.predicted_group = 0;
  image.true_group = 1;
  const std::vector<std::string> groups = {"nv", "mel", "bcc"};
  EXPECT_EQ(inspect_verdict(image, "mel", groups).outcome, "wrong: mel has 12 %");
  image.true_group = 0;
  EXPECT_EQ(inspect_verdict(image, "nv", groups).outcome, "right");
}

TEST(InspectVerdict, is_open_without_a_label_or_under_another_target_and_none_without_a_prediction) {
  EXPECT_EQ(inspect_verdict(said(0.9F, 0.5F, -1), "", kGroups).kind, VerdictKind::Open);
  EXPECT_EQ(inspect_verdict(said(0.9F, 0.5F, -1), "other", kGroups).kind, VerdictKind::Open);
  const std::vector<std::string> others = {"nv", "mel"};
  EXPECT_EQ(inspect_verdict(said(0.9F, 0.5F, 1), "mel", others).kind, VerdictKind::Open);
  EXPECT_EQ(inspect_verdict({}, "mel", kGroups).kind, VerdictKind::None);
}

TEST(InspectVerdict, is_that_of_the_shown_epoch_where_it_has_predicted_the_image) {
  FocusedImage image = said(0.28F, 0.27F, 1);  // the best epoch's model
  image.model_epoch = "run 3, epoch 2";
  EXPECT_EQ(inspect_verdict(image, "mel", kGroups).outcome, "a true positive at 0.27, by run 3, epoch 2");
  EXPECT_EQ(inspect_verdict(image, "", kGroups).outcome, "by run 3, epoch 2");
  image.at_epoch = {{"benign", 0.74F}, {"malignant", 0.26F}};
  image.at_epoch_group = 0;
  const InspectVerdict verdict = inspect_verdict(image, "mel", kGroups);
  EXPECT_EQ(verdict.what(), "Labelled mel, predicted benign 74 %");
  EXPECT_EQ(verdict.outcome, "a false negative at 0.27");
  EXPECT_EQ(verdict.kind, VerdictKind::Miss);
}

TEST(InspectVerdict, is_withheld_where_the_file_holds_another_picture_than_was_labelled) {
  FocusedImage image = said(0.1F, 0.5F, 1);
  EXPECT_EQ(inspect_verdict(image, "mel", kGroups).kind, VerdictKind::Miss);
  image.changed = true;
  EXPECT_EQ(inspect_verdict(image, "mel", kGroups).kind, VerdictKind::None);
}

}  // namespace
}  // namespace app
