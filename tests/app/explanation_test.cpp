// Why the model says so: answered from what was kept of an image, for any class and for another run's head.
#include "app/workspace/explanation.h"

#include <gtest/gtest.h>

namespace {

engine::Image striped_picture() {
  engine::Image image = engine::Image::blank(90, 60, 3);
  for (int y = 0; y < image.height_px; ++y)
    for (int x = 0; x < image.width_px; ++x) image.at(x, y)[x / 10 % 3] = static_cast<std::uint8_t>(40 + 3 * y);
  return image;
}

ml::Model small_model(const ml::HeadSpec& head, std::vector<std::string> classes) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = 64;
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(64), 1);
  ml::replace_head(model, head, std::move(classes), 3);
  return model;
}

TEST(Explanation, OfEveryClassAndOfAnotherHeadComesFromTheSameEvidence) {
  const engine::Image image = striped_picture();
  const ml::Model first = small_model(ml::linear_head(0.F, 1), {"benign", "malignant"});
  ml::Predictor predictor(first);
  const ml::KeptEvidence kept = app::evidence_of(predictor, ml::feature_space(first), image);
  const app::Explanation predicted = app::explain_evidence(predictor.head(), first.contract, kept, image, -1);
  EXPECT_EQ(predicted.group, predicted.probabilities[1] > predicted.probabilities[0] ? 1 : 0);
  const app::Explanation benign = app::explain_evidence(predictor.head(), first.contract, kept, image, 0);
  const app::Explanation malignant = app::explain_evidence(predictor.head(), first.contract, kept, image, 1);
  EXPECT_FLOAT_EQ(benign.cam.raw[1], -malignant.cam.raw[1]);
  EXPECT_FLOAT_EQ(benign.cam.probability + malignant.cam.probability, 1.F);

  const ml::Model other = small_model(ml::linear_head(0.F, 3), {"a", "b", "c"});
  ml::HeadPredictor head(other);
  ASSERT_TRUE(ml::fits(kept, ml::feature_space(other), head));
  const app::Explanation of_other = app::explain_evidence(head, other.contract, kept, image, 2);
  ASSERT_EQ(of_other.probabilities.size(), 3U);
  EXPECT_FLOAT_EQ(of_other.cam.probability, of_other.probabilities[2]);
  // The middle square of a 90 x 60 picture: 60 of 90 columns from the 15th on, all rows.
  EXPECT_FLOAT_EQ(of_other.image_from_crop[0], 60.F / 90.F);
  EXPECT_FLOAT_EQ(of_other.image_from_crop[2], 15.F / 90.F);
  EXPECT_FLOAT_EQ(of_other.image_from_crop[1], 1.F);
}

}  // namespace
