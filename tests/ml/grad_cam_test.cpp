// The states of Grad-CAM and the signs of its evidence; recorded maps are in network_reference_test.cpp.
#include "ml/explain/grad_cam.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "ml/infer/predictor.h"
#include "tests/ml/directional.h"
#include "tests/ml/expect_error.h"

namespace {

// A linear head whose weights and bias are set by hand.
ml::Model model_with(float weight, float bias) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = 64;
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(64), 1);
  for (float& value : model.weights.at("classifier.1.weight").values) value = weight;
  model.weights.at("classifier.1.bias").values[0] = bias;
  return model;
}

struct Features {
  explicit Features(const ml::Predictor& predictor)
      : map(directional::uniform("map", predictor.map_length(), 0, 1)), pooled(predictor.feature_length(), 0.F) {
    for (std::size_t i = 0; i < map.size(); ++i)
      pooled[i % pooled.size()] += map[i] * static_cast<float>(pooled.size()) / static_cast<float>(map.size());
  }
  std::vector<float> map, pooled;
};

TEST(GradCam, SpeaksForOneClassAndAgainstTheOther) {
  ml::Predictor predictor(model_with(0.001F, 0.1F));
  const Features features(predictor);
  const ml::GradCam positive = ml::grad_cam(predictor.head(), features.pooled, features.map, 1);
  const ml::GradCam negative = ml::grad_cam(predictor.head(), features.pooled, features.map, 0);
  EXPECT_EQ(positive.state, ml::GradCamState::Ok);
  EXPECT_EQ(*std::max_element(positive.heat.begin(), positive.heat.end()), 1.F);
  EXPECT_EQ(negative.state, ml::GradCamState::NoPositiveEvidence);
  EXPECT_EQ(negative.heat, std::vector<float>(4, 0.F));
  EXPECT_FLOAT_EQ(positive.logit, -negative.logit);
  EXPECT_FLOAT_EQ(positive.probability + negative.probability, 1.F);
  for (std::size_t i = 0; i < positive.raw.size(); ++i) EXPECT_FLOAT_EQ(positive.raw[i], -negative.raw[i]);
}

TEST(GradCam, AveragesToTheLogitOfALinearHead) {
  ml::Predictor predictor(model_with(0.002F, -0.3F));
  const Features features(predictor);
  const ml::GradCam cam = ml::grad_cam(predictor.head(), features.pooled, features.map, 1);
  float sum = 0;
  for (const float cell : cam.raw) sum += cell;
  EXPECT_NEAR(sum / static_cast<float>(cam.raw.size()) - 0.3F, cam.logit, 1e-4F);
}

// Shares of means and of deviations: nothing that a linear head was given is left out.
TEST(GradCam, AveragesToTheLogitWhereALinearHeadReadsEarlierBlocksToo) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = 64;
  spec.pooled_blocks = {13, 17};
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(64), 1);
  model.weights.at("classifier.1.bias").values[0] = -0.3F;
  ml::Predictor predictor(model);
  const std::vector<float> image = directional::uniform("image", predictor.input_length(), -2, 2);
  std::vector<float> pooled(predictor.feature_length()), maps(predictor.map_length());
  predictor.features(image, 1, pooled, maps);
  const ml::GradCam cam = ml::grad_cam(predictor.head(), pooled, maps, 1);
  ASSERT_EQ(cam.raw.size(), 4U) << "the map of block 13 has 4 x 4 places";
  float sum = 0;
  for (const float cell : cam.raw) sum += cell;
  EXPECT_NEAR(sum / 4 - 0.3F, cam.logit, 2e-3F);  // but for the 1e-5 below the deviation's root
  const std::vector<float> last(maps.begin(), maps.begin() + 4 * predictor.head().backbone().map_channels);
  expect_error([&] { ml::grad_cam(predictor.head(), pooled, last, 1); }, {"not those of one image"});
}

TEST(GradCam, TellsSaturationAndFailureApart) {
  ml::Predictor saturated(model_with(0.1F, 0.F));
  Features features(saturated);
  EXPECT_EQ(ml::grad_cam(saturated.head(), features.pooled, features.map, 1).state, ml::GradCamState::Saturated);
  features.map[3] = std::numeric_limits<float>::quiet_NaN();
  const ml::GradCam failed = ml::grad_cam(saturated.head(), features.pooled, features.map, 1);
  EXPECT_EQ(failed.state, ml::GradCamState::Failed);
  EXPECT_EQ(failed.heat, std::vector<float>(4, 0.F));
  EXPECT_EQ(ml::grad_cam_state_name(failed.state), "failed");
}

TEST(GradCam, RefusesAnotherModelsFeatures) {
  ml::Predictor predictor(model_with(0.1F, 0.F));
  const Features features(predictor);
  expect_error([&] { ml::grad_cam(predictor.head(), features.pooled, features.map, 2); }, {"class 2"});
  expect_error([&] { ml::grad_cam(predictor.head(), std::span(features.pooled).first(7), features.map, 1); },
               {"cannot explain"});
}

// The gradient through BatchNorm, dense and ReLU layers in evaluation, against differences of the logit.
TEST(Predictor, FeatureGradientIsThatOfFiniteDifferences) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = 32;
  spec.head = ml::mlp_head(1);
  ml::Predictor predictor(ml::make_model(spec, ml::imagenet_contract(32), 4));
  std::vector<float> pooled = directional::uniform("pooled", predictor.feature_length(), 0, 3);
  std::vector<float> gradient(pooled.size()), logit(1);
  predictor.head().feature_gradient(pooled, 1, 0, gradient);
  directional::expect_gradient(
      "pooled", pooled, gradient,
      [&] {
        predictor.head().logits(pooled, 1, logit);
        return static_cast<double>(logit[0]);
      },
      2e-2, 1e-2);
}

}  // namespace
