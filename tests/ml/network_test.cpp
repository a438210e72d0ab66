// Whole small networks against finite differences, and what a network promises besides.
//
// Half of the direction follows the gradient. With 52 layers of ReLU6 some corners are crossed within any
// step, and float32 rounding is divided by the step: a few percent of the gradient's norm is what that leaves.
// network_reference_test.cpp is the sharp test; this one needs no other program.
#include "ml/network/network.h"

#include <gtest/gtest.h>

#include "ml/arch/backbone.h"
#include "ml/arch/pooled_features.h"
#include "ml/arch/trainable.h"
#include "ml/infer/feature_extractor.h"
#include "ml/infer/predictor.h"
#include "tests/ml/directional.h"
#include "tests/ml/expect_error.h"

namespace {

constexpr double kTolerance = 6e-2;
constexpr std::size_t kImages = 5;

ml::Model hashed_model(ml::HeadSpec head, std::vector<std::string> classes, int input_px = 32,
                       std::vector<int> pooled_blocks = {}) {
  ml::ModelSpec spec;
  spec.pooled_blocks = std::move(pooled_blocks);
  spec.width = 0.35F;
  spec.input_px = input_px;
  spec.classes = std::move(classes);
  spec.head = std::move(head);
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(input_px), 1);
  for (const auto& tensors : {ml::backbone_tensors(spec), ml::head_tensors(spec)})
    for (const ml::TensorSpec& tensor : tensors) model.weights.set(tensor.name, hashed::tensor(tensor));
  return model;
}

struct NetworkCase {
  const char* name;
  ml::Depth depth;
  ml::BatchStatistics statistics;
  bool mlp;
  bool reads_blocks = false;
};

void PrintTo(const NetworkCase& one, std::ostream* out) { *out << one.name; }

class NetworkGradient : public ::testing::TestWithParam<NetworkCase> {};

TEST_P(NetworkGradient, IsThatOfFiniteDifferencesForEveryTensor) {
  // Statistics of a few values are so steep that no step is small enough; a larger map has more.
  const int px = GetParam().statistics == ml::BatchStatistics::Batch ? 96 : GetParam().reads_blocks ? 64 : 32;
  const std::vector<int> blocks = GetParam().reads_blocks ? std::vector{13, 16, 17} : std::vector<int>();
  const ml::Model model = GetParam().mlp ? hashed_model(ml::mlp_head(1), {"a", "b"}, px, blocks)
                                         : hashed_model(ml::linear_head(0.2F, 3), {"a", "b", "c"}, px, blocks);
  ml::Network network(model, {.depth = GetParam().depth, .batch_statistics = GetParam().statistics, .micro_batch = 2});
  ml::FeatureExtractor extractor(model, GetParam().depth);
  std::vector<float> inputs(kImages * extractor.output_length());
  extractor.forward(hashed::images(0, kImages * extractor.input_length()), kImages, inputs);
  std::vector<float> logits(kImages * static_cast<std::size_t>(network.outputs()));
  const std::vector<float> weights = directional::uniform("logit weights", logits.size(), -1, 1);
  const ml::TrainingPass pass{3, 1};  // the same dropout every time
  const auto loss = [&] {
    network.parameters_changed();
    network.forward(inputs, kImages, logits, pass);
    return directional::dot(logits, weights);
  };
  loss();
  network.backward(weights);
  const std::vector<float> gradients(network.gradients().begin(), network.gradients().end());
  double largest = 0;
  for (const ml::ParameterSlice& slice : network.slices()) {
    const auto gradient = std::span(gradients).subspan(slice.offset, slice.size);
    largest = std::max(largest, std::sqrt(directional::dot(gradient, gradient)));
  }
  for (const ml::ParameterSlice& slice : network.slices()) {
    const auto gradient = std::span(gradients).subspan(slice.offset, slice.size);
    const double norm = std::sqrt(directional::dot(gradient, gradient));
    if (norm < 1e-4 * largest) continue;  // a shift that the next BatchNorm takes out again
    const double step = std::min(2e-3, 5e-3 / norm);
    directional::expect_gradient(slice.name, network.parameters().subspan(slice.offset, slice.size), gradient, loss,
                                 step, kTolerance);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Depths, NetworkGradient,
    ::testing::Values(NetworkCase{"HeadMlp", ml::Depth::Head, ml::BatchStatistics::Stored, true},
                      NetworkCase{"HeadLinear", ml::Depth::Head, ml::BatchStatistics::Stored, false},
                      NetworkCase{"TailStored", ml::Depth::Tail, ml::BatchStatistics::Stored, false},
                      NetworkCase{"HeadBlocks", ml::Depth::Head, ml::BatchStatistics::Stored, true, true},
                      NetworkCase{"TailBlocks", ml::Depth::Tail, ml::BatchStatistics::Stored, false, true},
                      NetworkCase{"WholeBlocks", ml::Depth::Whole, ml::BatchStatistics::Stored, false, true},
                      NetworkCase{"TailBatch", ml::Depth::Tail, ml::BatchStatistics::Batch, false},
                      NetworkCase{"WholeStored", ml::Depth::Whole, ml::BatchStatistics::Stored, false},
                      NetworkCase{"WholeBatch", ml::Depth::Whole, ml::BatchStatistics::Batch, false}),
    [](const auto& test) { return std::string(test.param.name); });

// Inputs and logit gradients for a few images, and the parameter gradients that follow.
std::vector<float> gradients_with(const ml::Model& model, ml::NetworkConfig config, std::size_t images) {
  ml::Network network(model, config);
  ml::FeatureExtractor extractor(model, config.depth);
  std::vector<float> inputs(images * extractor.output_length());
  extractor.forward(hashed::images(0, images * extractor.input_length()), images, inputs);
  std::vector<float> logits(images);
  network.forward(inputs, images, logits, ml::TrainingPass{1, 1});
  network.backward(std::vector<float>(images, 0.25F));
  return {network.gradients().begin(), network.gradients().end()};
}

TEST(Network, GivesTheSameGradientInPartsAsAtOnce) {
  const ml::Model model = hashed_model(ml::linear_head(0.F, 1), {"a", "b"});
  const auto at_once = gradients_with(model, {.depth = ml::Depth::Whole, .micro_batch = 7}, 7);
  const auto in_parts = gradients_with(model, {.depth = ml::Depth::Whole, .micro_batch = 3}, 7);
  std::vector<float> difference(at_once.size());
  for (std::size_t i = 0; i < difference.size(); ++i) difference[i] = at_once[i] - in_parts[i];
  EXPECT_LT(std::sqrt(directional::dot(difference, difference)), 1e-4 * std::sqrt(directional::dot(at_once, at_once)));
}

TEST(Network, GivesTheSameGradientWhenItKeepsHalfOfTheParts) {
  const ml::Model model = hashed_model(ml::mlp_head(1), {"a", "b"}, 64, {13, 16, 17});
  for (const ml::Depth depth : {ml::Depth::Tail, ml::Depth::Whole}) {
    const auto kept = gradients_with(model, {.depth = depth, .micro_batch = 3}, 7);
    EXPECT_EQ(gradients_with(model, {.depth = depth, .micro_batch = 3, .recompute = true}, 7), kept)
        << ml::depth_name(depth);
    for (const int micro_batch : {2, 7})  // four parts; one
      EXPECT_EQ(gradients_with(model, {.depth = depth, .micro_batch = micro_batch, .recompute = true}, 7),
                gradients_with(model, {.depth = depth, .micro_batch = micro_batch}, 7));
  }
}

TEST(Network, GivesTheSameGradientWhenItMakesActivationsAgain) {
  const ml::Model model = hashed_model(ml::mlp_head(1), {"a", "b"});
  for (const ml::Depth depth : {ml::Depth::Tail, ml::Depth::Whole}) {
    const ml::NetworkConfig config{.depth = depth, .batch_statistics = ml::BatchStatistics::Batch};
    ml::NetworkConfig recomputing = config;
    recomputing.recompute = true;
    EXPECT_EQ(gradients_with(model, recomputing, 5), gradients_with(model, config, 5)) << ml::depth_name(depth);
  }
}

TEST(Network, RepeatsItselfExactly) {
  const ml::Model model = hashed_model(ml::mlp_head(1), {"a", "b"});
  for (const ml::Depth depth : {ml::Depth::Head, ml::Depth::Tail, ml::Depth::Whole})
    for (const auto statistics : {ml::BatchStatistics::Stored, ml::BatchStatistics::Batch})
      EXPECT_EQ(gradients_with(model, {.depth = depth, .batch_statistics = statistics}, 5),
                gradients_with(model, {.depth = depth, .batch_statistics = statistics}, 5))
          << ml::depth_name(depth);
}

// Where a tail begins decides what learns, not what comes out, nor the gradients of what learns either way.
TEST(Network, HasTheSameGradientsWhereverTheTailBegins) {
  ml::Model model = hashed_model(ml::linear_head(0.F, 1), {"a", "b"});
  const std::vector<float> whole = gradients_with(model, {.depth = ml::Depth::Whole}, 5);
  for (const int block : {2, 7, 17}) {
    model.spec.tail_block = block;
    const std::vector<float> tail = gradients_with(model, {.depth = ml::Depth::Tail}, 5);
    ASSERT_LT(tail.size(), whole.size());
    const std::vector<float> same(whole.end() - static_cast<std::ptrdiff_t>(tail.size()), whole.end());
    std::vector<float> difference(tail.size());
    for (std::size_t i = 0; i < tail.size(); ++i) difference[i] = tail[i] - same[i];
    EXPECT_LT(std::sqrt(directional::dot(difference, difference)), 1e-4 * std::sqrt(directional::dot(tail, tail)))
        << block;
  }
}

// What a head reads of each block, from the activations that other tests hold against PyTorch's.
TEST(Network, ReadsMeanAndDeviationOfTheBlocksThatAreNamed) {
  const ml::Model model = hashed_model(ml::linear_head(0.F, 1), {"a", "b"}, 64, {13, 17});
  ml::Predictor predictor(model, 1);
  constexpr std::size_t kMany = 6;
  const std::vector<float> images = hashed::images(0, kMany * predictor.input_length());
  std::vector<float> rows(kMany * predictor.feature_length()), maps(kMany * predictor.map_length());
  predictor.features(images, kMany, rows, maps);
  for (const ml::PooledPart& part : ml::pooled_parts(ml::make_backbone(model.spec).units)) {
    const std::vector<float> planes = predictor.block_output(images, kMany, part.channels == 32U ? 13 : 17);
    ASSERT_EQ(planes.size(), kMany * part.channels * part.places);
    for (std::size_t i = 0; i < kMany * part.channels; ++i) {
      const std::span<const float> plane = std::span(planes).subspan(i * part.places, part.places);
      double mean = 0, variance = 0;
      for (const float value : plane) mean += static_cast<double>(value) / static_cast<double>(part.places);
      for (const float value : plane)
        variance += std::pow(static_cast<double>(value) - mean, 2) / static_cast<double>(part.places);
      const std::size_t at = i / part.channels * predictor.feature_length() + part.offset + i % part.channels;
      ASSERT_NEAR(static_cast<double>(rows[at]), mean, 1e-4);
      ASSERT_NEAR(static_cast<double>(rows[at + part.channels]), std::sqrt(variance + 1e-5), 1e-4);
    }
  }
  double mean = 0;
  for (std::size_t place = 0; place < 4; ++place)
    mean += static_cast<double>(maps[predictor.map_length() + place * 1280 + 3]) / 4;
  EXPECT_NEAR(static_cast<double>(rows[predictor.feature_length() + 3]), mean, 1e-5);
}

TEST(Network, DoesNotLearnFurtherBlocksWithTheStatisticsOfTheBatch) {
  const ml::Model model = hashed_model(ml::mlp_head(1), {"a", "b"}, 64, {17});
  expect_error(
      [&] { gradients_with(model, {.depth = ml::Depth::Tail, .batch_statistics = ml::BatchStatistics::Batch}, 5); },
      {"statistics of the batch", "pooled_blocks"});
}

TEST(Network, EvaluatesAlikeAtEveryDepth) {
  const ml::Model model = hashed_model(ml::mlp_head(1), {"a", "b"}, 64, {13, 16, 17});
  std::vector<std::vector<float>> all;
  for (const ml::Depth depth : {ml::Depth::Head, ml::Depth::Tail, ml::Depth::Whole}) {
    ml::Network network(model, {.depth = depth});
    ml::FeatureExtractor extractor(model, depth);
    std::vector<float> inputs(kImages * extractor.output_length()), logits(kImages);
    extractor.forward(hashed::images(0, kImages * extractor.input_length()), kImages, inputs);
    network.forward(inputs, kImages, logits, std::nullopt);
    all.push_back(logits);
  }
  for (std::size_t i = 0; i < kImages; ++i) {
    EXPECT_NEAR(all[0][i], all[1][i], 1e-4F);
    EXPECT_NEAR(all[0][i], all[2][i], 1e-4F);
  }
}

TEST(Network, ComesBackFromItsSnapshot) {
  const ml::Model model = hashed_model(ml::mlp_head(1), {"a", "b"});
  ml::Network network(model, {.depth = ml::Depth::Head});
  const std::vector<float> before = network.snapshot();
  const std::vector<float> inputs = directional::uniform("features", 4 * network.input_length(), 0, 2);
  std::vector<float> logits(4), again(4);
  network.forward(inputs, 4, logits, std::nullopt);
  network.forward(inputs, 4, again, ml::TrainingPass{});  // moves the running statistics
  for (float& value : network.parameters()) value += 0.1F;
  network.parameters_changed();
  network.restore(before);
  network.forward(inputs, 4, again, std::nullopt);
  EXPECT_EQ(again, logits);
}

TEST(Network, AddsTheL2OfTheDenseKernelsOnly) {
  const ml::Model model = hashed_model(ml::mlp_head(1), {"a", "b"});
  ml::Network network(model, {.depth = ml::Depth::Head});
  double expected = 0;
  for (const char* name : {"classifier.2.weight", "classifier.6.weight"})
    for (const float value : model.weights.at(name).values)
      expected += 1e-3 * static_cast<double>(value) * static_cast<double>(value);
  EXPECT_NEAR(static_cast<double>(network.add_regularisation()), expected, 1e-5 * expected);
  for (const ml::ParameterSlice& slice : network.slices()) {
    const float expected_gradient = 2 * slice.l2 * network.parameters()[slice.offset];
    EXPECT_FLOAT_EQ(network.gradients()[slice.offset], expected_gradient) << slice.name;
  }
}

TEST(Network, RefusesArraysOfTheWrongLength) {
  const ml::Model model = hashed_model(ml::linear_head(0.F, 1), {"a", "b"});
  ml::Network network(model, {.depth = ml::Depth::Head});
  std::vector<float> logits(2);
  expect_error([&] { network.forward(std::vector<float>(3), 2, logits, std::nullopt); }, {"do not hold 2 samples"});
  expect_error([&] { network.backward(logits); }, {"no training pass"});
}

}  // namespace
