// The forward pass against activations computed in float64 by another program from the same weights.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "ml/infer/predictor.h"
#include "ml/model/safetensors.h"
#include "tests/ml/shared_weights.h"

namespace {

// The reference is float64 rounded to float32; a float32 forward over 52 layers differs by about 3e-5.
constexpr float kTolerance = 1e-4F;
constexpr int kRedPanda = 387;

// The classifier has 1000 outputs, so the model is given 1000 classes.
ml::Model imagenet_model() {
  const ml::Weights weights = ml::read_safetensors(ml::test::shared_weights_folder() / "mobilenet_v2.safetensors");
  ml::ModelSpec spec;
  spec.classes.clear();
  for (int i = 0; i < 1000; ++i) spec.classes.push_back("class " + std::to_string(i));
  spec.head = ml::linear_head(0.2F, 1000);
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(), 1);
  const ml::WeightsReport report = ml::import_backbone(model, weights);
  EXPECT_EQ(report.extra, (std::vector<std::string>{"classifier.1.bias", "classifier.1.weight"}));
  for (const char* name : {"classifier.1.weight", "classifier.1.bias"}) model.weights.set(name, weights.at(name));
  return model;
}

std::vector<float> reference(const std::string& name) {
  return ml::test::read_floats(ml::test::shared_weights_folder() / "reference" / (name + "_f32.bin"));
}

float largest_difference(std::span<const float> a, std::span<const float> b) {
  EXPECT_EQ(a.size(), b.size());
  float largest = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const float difference = std::abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference;  // NaN counts as a difference
  }
  return largest;
}

class PredictorReference : public ::testing::TestWithParam<std::string> {};

TEST_P(PredictorReference, AgreesAfterEveryRecordedBlock) {
  NEVUS_NEEDS_SHARED_WEIGHTS();
  ml::Predictor predictor(imagenet_model());
  const std::vector<float> input = reference(GetParam() + "_input_nchw");
  for (const int block : {3, 7, 14, 17}) {
    const std::vector<float> output = predictor.block_output(input, 1, block);
    EXPECT_LE(largest_difference(output, reference(GetParam() + "_features." + std::to_string(block))), kTolerance)
        << "after features." << block;
  }
}

TEST_P(PredictorReference, AgreesInPooledFeaturesAndLogits) {
  NEVUS_NEEDS_SHARED_WEIGHTS();
  ml::Predictor predictor(imagenet_model());
  const std::vector<float> input = reference(GetParam() + "_input_nchw");
  std::vector<float> pooled(predictor.feature_length());
  predictor.features(input, 1, pooled);
  EXPECT_LE(largest_difference(pooled, reference(GetParam() + "_feat1280")), kTolerance);
  std::vector<float> logits(1000);
  predictor.head().logits(pooled, 1, logits);
  EXPECT_LE(largest_difference(logits, reference(GetParam() + "_logits1000")), kTolerance);
}

INSTANTIATE_TEST_SUITE_P(Inputs, PredictorReference, ::testing::Values("det", "webnntest"),
                         [](const auto& test) { return test.param; });

TEST(Predictor, IsSureOfTheRedPanda) {
  NEVUS_NEEDS_SHARED_WEIGHTS();
  ml::Predictor predictor(imagenet_model());
  std::vector<float> probabilities(1000);
  predictor.predict(reference("webnntest_input_nchw"), 1, probabilities);
  EXPECT_EQ(std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin(), kRedPanda);
  EXPECT_GT(probabilities[kRedPanda], 0.99F);
}

// bfloat16 has 8 bits: each of the 52 results is off by up to 1/512 of itself, and what is left after the mean over
// the map is about one percent of the features' length.
TEST(Predictor, AgreesInBfloat16WithinItsPrecision) {
  NEVUS_NEEDS_SHARED_WEIGHTS();
  if (!ml::has_precision(ml::Precision::Bfloat16)) GTEST_SKIP() << "this processor has no bfloat16";
  ml::Predictor predictor(imagenet_model(), 0, ml::Precision::Bfloat16);
  for (const char* name : {"det", "webnntest"}) {
    const std::vector<float> expected = reference(std::string(name) + "_feat1280");
    std::vector<float> pooled(expected.size());
    predictor.features(reference(std::string(name) + "_input_nchw"), 1, pooled);
    double distance = 0, length = 0;
    for (std::size_t i = 0; i < pooled.size(); ++i) {
      distance += std::pow(static_cast<double>(pooled[i] - expected[i]), 2);
      length += std::pow(static_cast<double>(expected[i]), 2);
    }
    EXPECT_LT(std::sqrt(distance / length), 0.03) << name;
    EXPECT_GT(std::sqrt(distance / length), 1e-5) << "not computed in bfloat16 at all: " << name;
  }
}

TEST(Predictor, GivesEveryImageOfABatchTheSameAsAlone) {
  NEVUS_NEEDS_SHARED_WEIGHTS();
  ml::Predictor predictor(imagenet_model());
  std::vector<float> batch;
  constexpr std::size_t kImages = 7;  // several for a thread, and one left over
  for (std::size_t i = 0; i < kImages; ++i) {
    const std::vector<float> one = reference(i % 2 == 0 ? "det_input_nchw" : "webnntest_input_nchw");
    batch.insert(batch.end(), one.begin(), one.end());
  }
  std::vector<float> pooled(kImages * predictor.feature_length());
  std::vector<float> maps(kImages * predictor.map_length());
  predictor.features(batch, kImages, pooled, maps);
  for (std::size_t i = 0; i < kImages; ++i) {
    const std::span<const float> one(pooled.data() + i * predictor.feature_length(), predictor.feature_length());
    const std::string name = i % 2 == 0 ? "det_feat1280" : "webnntest_feat1280";
    EXPECT_LE(largest_difference(one, reference(name)), kTolerance) << "image " << i;
  }
}

TEST(Predictor, MapsAverageToThePooledFeatures) {
  NEVUS_NEEDS_SHARED_WEIGHTS();
  ml::Predictor predictor(imagenet_model());
  std::vector<float> pooled(predictor.feature_length());
  std::vector<float> map(predictor.map_length());
  predictor.features(reference("det_input_nchw"), 1, pooled, map);
  for (std::size_t channel = 0; channel < pooled.size(); channel += 97) {
    float sum = 0;
    for (std::size_t place = 0; place < 49; ++place) sum += map[place * pooled.size() + channel];
    EXPECT_NEAR(sum / 49, pooled[channel], 1e-5F);
  }
}

}  // namespace
