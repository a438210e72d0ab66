// The gradient of the inputs: against differences, and against Keras' (tests/reference/record_keras.py).
#include "ml/infer/input_gradient.h"

#include <cmath>

#include <gtest/gtest.h>

#include "ml/arch/backbone.h"
#include "ml/infer/predictor.h"
#include "tests/ml/directional.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

namespace {

using Floats = std::vector<float>;

ml::Model hashed_model(const ml::HeadSpec& head, std::vector<std::string> classes, float epsilon = 1e-5F,
                       std::vector<int> pooled_blocks = {}) {
  ml::ModelSpec spec;
  spec.pooled_blocks = std::move(pooled_blocks);
  spec.batch_norm.epsilon = epsilon;
  spec.width = 0.35F;
  spec.input_px = 64;
  spec.classes = std::move(classes);
  spec.head = head;
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(spec.input_px), 1);
  for (const auto& tensors : {ml::backbone_tensors(spec), ml::head_tensors(spec)})
    for (const ml::TensorSpec& tensor : tensors) model.weights.set(tensor.name, hashed::tensor(tensor));
  return model;
}

TEST(InputGradient, AgreesWithDifferences) {
  for (const int classes : {2, 3}) {
    SCOPED_TRACE(classes);
    const std::vector<std::string> names{"a", "b", "c"};
    const std::vector<int> read = classes == 2 ? std::vector{13, 16, 17} : std::vector<int>();
    const ml::Model model = hashed_model(ml::linear_head(0.F, classes == 2 ? 1 : classes),
                                         {names.begin(), names.begin() + classes}, 1e-5F, read);
    ml::InputGradient slope(model, 1);
    Floats inputs = directional::uniform("inputs", 2 * slope.input_length(), -2, 2);
    const std::vector<int> labels = {1, 0};
    Floats gradient(inputs.size()), ignored(inputs.size());
    slope.of_loss(inputs, labels, gradient);
    directional::expect_gradient(
        "inputs", inputs, gradient, [&] { return static_cast<double>(slope.of_loss(inputs, labels, ignored)); }, 1e-4,
        0.02);
  }
}

TEST(InputGradient, GivesEachImageItsOwnWhateverStandsBesideIt) {
  const ml::Model model = hashed_model(ml::mlp_head(1), {"a", "b"});
  ml::InputGradient slope(model, 1);
  const std::size_t length = slope.input_length();
  const Floats inputs = directional::uniform("more inputs", 11 * length, -2, 2);  // more than a micro-batch
  const std::vector<int> labels = {0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1};
  Floats together(inputs.size()), alone(length);
  slope.of_loss(inputs, labels, together);
  for (const std::size_t image : {0U, 7U, 8U, 10U}) {
    slope.of_loss(std::span(inputs).subspan(image * length, length), std::span(labels).subspan(image, 1), alone);
    for (std::size_t i = 0; i < length; i += 97) EXPECT_NEAR(together[image * length + i], alone[i], 1e-5);
  }
}

TEST(InputGradient, TheLossIsThatOfThePrediction) {
  const ml::Model model = hashed_model(ml::mlp_head(1), {"a", "b"});
  ml::InputGradient slope(model, 1);
  ml::Predictor predictor(model, 1);
  const Floats input = directional::uniform("one", slope.input_length(), -2, 2);
  Floats gradient(input.size()), probabilities(2);
  predictor.predict(input, 1, probabilities);
  for (const int label : {0, 1})
    EXPECT_NEAR(slope.of_loss(input, std::vector<int>{label}, gradient),
                -std::log(probabilities[static_cast<std::size_t>(label)]), 1e-4);
}

TEST(InputGradient, AgreesWithTheOneRecordedFromKeras) {
  const auto expected = recorded::load("keras.json", "input_gradient");
  const auto labels = recorded::load("keras.json", "labels").get<std::vector<int>>();
  const ml::Model model = hashed_model(ml::mlp_head(1), {"a", "b"}, 1e-3F);
  ml::InputGradient slope(model, 1);
  const std::size_t length = slope.input_length();
  const Floats inputs = hashed::images(0, labels.size() * length);
  Floats gradient(inputs.size());
  EXPECT_NEAR(slope.of_loss(inputs, labels, gradient), expected.at("loss").get<double>(), 1e-3);
  for (std::size_t image = 0; image < labels.size(); ++image) {
    const std::span own = std::span(gradient).subspan(image * length, length);
    const auto& wanted = expected.at("images")[image];
    const double norm = wanted.at("norm").get<double>();
    EXPECT_NEAR(std::sqrt(directional::dot(own, own)), norm, 0.005 * norm) << image;
    EXPECT_NEAR(hashed::projection("image " + std::to_string(image), own), wanted.at("projection").get<double>(),
                0.005 * norm)
        << image;
  }
}

TEST(InputGradient, RefusesArraysThatDoNotFit) {
  const ml::Model model = hashed_model(ml::linear_head(0.F, 1), {"a", "b"});
  ml::InputGradient slope(model, 1);
  Floats inputs(slope.input_length()), gradient(inputs.size());
  expect_error([&] { slope.of_loss(inputs, std::vector<int>{0, 1}, gradient); }, {"2 images"});
}

}  // namespace
