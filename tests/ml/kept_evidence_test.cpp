// What was kept of an image answers as the whole network would, and without its backbone.
#include "ml/explain/kept_evidence.h"

#include <limits>

#include <gtest/gtest.h>

#include "ml/data/symmetry.h"
#include "tests/ml/directional.h"

namespace {

ml::Model model_of(const ml::HeadSpec& head, std::vector<std::string> classes, std::uint64_t head_seed, int views) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = 64;
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(64), 1);
  ml::replace_head(model, head, std::move(classes), head_seed);
  model.views = views;
  return model;
}

ml::KeptEvidence kept_by(const ml::Model& model, const std::vector<float>& input) {
  ml::Predictor predictor(model);
  return ml::keep_evidence(predictor, ml::feature_space(model), input);
}

const std::vector<float> kInput = directional::uniform("input", 3UL * 64 * 64, -2, 2);

// As predictions are made elsewhere: every view through the whole network, and the mean.
std::vector<float> whole_answer(const ml::Model& model) {
  ml::Predictor predictor(model);
  std::vector<float> mean(model.spec.classes.size()), of_view(mean.size()), turned(kInput.size());
  for (int view = 0; view < model.views; ++view) {
    ml::apply_symmetry(kInput, 64, view, turned);
    predictor.predict(turned, 1, of_view);
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += of_view[i] / static_cast<float>(model.views);
  }
  return mean;
}

void expect_near(const std::vector<float>& values, const std::vector<float>& expected) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], 1e-5F);
}

TEST(KeptEvidence, AnswersAnyHeadOnTheSameBackboneAsTheWholeNetworkWould) {
  const ml::KeptEvidence kept = kept_by(model_of(ml::linear_head(0.2F, 1), {"a", "b"}, 1, 8), kInput);
  for (const ml::Model& other :
       {model_of(ml::mlp_head(1), {"c", "d"}, 2, 8), model_of(ml::linear_head(0.F, 3), {"x", "y", "z"}, 3, 1)}) {
    ml::HeadPredictor head(other);
    ASSERT_TRUE(ml::fits(kept, ml::feature_space(other), head));
    expect_near(ml::mean_probabilities(head, kept), whole_answer(other));
    ml::Predictor whole(other);
    std::vector<float> pooled(whole.feature_length()), map(whole.map_length());
    whole.features(kInput, 1, pooled, map);
    for (int class_index = 0; class_index < head.classes(); ++class_index) {
      const ml::GradCam fresh = ml::grad_cam(whole.head(), pooled, map, class_index);
      const ml::GradCam again = ml::grad_cam(head, kept, class_index);
      EXPECT_EQ(again.state, fresh.state);
      EXPECT_EQ(again.side, 2);
      expect_near(again.raw, fresh.raw);
      expect_near(again.heat, fresh.heat);
    }
  }
}

TEST(KeptEvidence, NeedsNoBackbone) {
  ml::Model model = model_of(ml::mlp_head(1), {"a", "b"}, 1, 8);
  const ml::KeptEvidence kept = kept_by(model, kInput);
  ml::HeadPredictor head(model);
  for (const auto& [name, tensor] : model.weights.tensors())
    if (name.starts_with("features."))
      for (float& value : model.weights.at(name).values) value = std::numeric_limits<float>::quiet_NaN();
  ml::HeadPredictor without_backbone(model);  // whatever went through its backbone would be no number
  EXPECT_EQ(ml::mean_probabilities(without_backbone, kept), ml::mean_probabilities(head, kept));
  EXPECT_EQ(ml::grad_cam(without_backbone, kept, 1).raw, ml::grad_cam(head, kept, 1).raw);
}

TEST(KeptEvidence, FitsTheSameFeaturesAndViewsOnly) {
  const ml::Model model = model_of(ml::linear_head(0.2F, 1), {"a", "b"}, 1, 1);
  const ml::KeptEvidence kept = kept_by(model, kInput);
  const auto fits = [&](const ml::Model& other) {
    return ml::fits(kept, ml::feature_space(other), ml::HeadPredictor(other));
  };
  EXPECT_TRUE(fits(model));
  EXPECT_FALSE(fits(model_of(ml::linear_head(0.2F, 1), {"a", "b"}, 1, 8)));  // more views than were kept
  ml::Model trained = model;
  trained.weights.at("features.18.0.weight").values[0] += 1e-3F;
  EXPECT_FALSE(fits(trained));
  ml::Model other_colours = model;
  other_colours.contract.colour_constancy = ml::ColourConstancy::ShadesOfGrey;
  EXPECT_FALSE(fits(other_colours));
}

}  // namespace
