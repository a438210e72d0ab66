// The presets of the reference project train as its own construction does in Keras: a few steps of each, recorded by
// tests/reference/record_keras.py. What is compared goes by the preset alone: head, penalty, optimiser, rate, what
// learns and with which statistics. Only dropout is left out, because no two programs draw the same masks.
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "ml/arch/backbone.h"
#include "ml/arch/trainable.h"
#include "ml/infer/feature_extractor.h"
#include "ml/infer/predictor.h"
#include "ml/network/network.h"
#include "ml/optim/adam.h"
#include "ml/train/balanced_order.h"
#include "ml/train/batch_loss.h"
#include "ml/train/train_plan.h"
#include "tests/ml/hashed_numbers.h"
#include "tests/ml/recorded_values.h"

namespace {

using nlohmann::json;

// Keras computed in float64. Adam's first steps are the rate times the sign of a gradient, whatever its size, so single
// weights go either way where the gradient is nothing but rounding; what they do together is the same.
constexpr double kLosses = 2e-3;
constexpr double kMoved = 0.02;  // of a tensor's way
constexpr double kEvaluated = 5e-3;
// A shift in front of statistics of the batch changes nothing; what it moves by is rounding in float64, and in float32.
constexpr double kNothing = 1e-9;

json recorded_case(const std::string& preset, const std::string& statistics) {
  for (const json& one : recorded::load("keras.json", "cases"))
    if (one.at("preset") == preset && one.at("statistics") == statistics) return one;
  throw std::runtime_error("nothing was recorded of " + preset + " with " + statistics + " statistics");
}

ml::Model model_of(const ml::TrainPlan& plan) {
  ml::ModelSpec spec;
  spec.width = recorded::load("keras.json", "width").get<float>();
  spec.input_px = recorded::load("keras.json", "px").get<int>();
  spec.batch_norm = {.epsilon = 1e-3F, .keep = 0.999F, .unbiased_running_variance = false};  // Keras' own
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(spec.input_px), 1);
  ml::prepare(model, plan, {"benign", "malignant"}, "malignant", 1);
  for (ml::HeadLayer& layer : model.spec.head.layers) layer.drop_rate = 0.F;
  for (const auto& tensors : {ml::backbone_tensors(model.spec), ml::head_tensors(model.spec)})
    for (const ml::TensorSpec& tensor : tensors) model.weights.set(tensor.name, hashed::tensor(tensor));
  return model;
}

class PresetReference : public ::testing::Test {
 protected:
  void expect_as_recorded(const ml::TrainPlan& plan, const json& recorded) const;
  // Trains a phase for as many steps as were recorded; gives their losses.
  std::vector<double> train(const ml::TrainConfig& phase, ml::Model& model) const {
    ml::FeatureExtractor extractor(model, phase.depth);
    std::vector<float> inputs(labels_.size() * extractor.output_length()), logits(labels_.size());
    extractor.forward(hashed::images(0, labels_.size() * extractor.input_length()), labels_.size(), inputs);
    ml::Network network(model, {.depth = phase.depth, .batch_statistics = phase.batch_statistics});
    ml::Adam adam(network.parameters().size(), phase.adam);
    std::vector<float> weights(labels_.size(), 1.F), gradient(logits.size());
    if (phase.class_weights) weights = ml::BalancedImages(labels_, {}, {}, 2).weights();
    std::vector<double> losses;
    for (int step = 0; step < steps_; ++step) {
      network.forward(inputs, labels_.size(), logits, ml::TrainingPass{1, static_cast<std::uint32_t>(step)});
      const float loss = ml::batch_loss(logits, 2, labels_, weights, {}, gradient);
      network.backward(gradient);
      losses.push_back(static_cast<double>(loss) + static_cast<double>(network.add_regularisation()));
      adam.step(network.parameters(), network.gradients(), phase.learning_rate);
      network.parameters_changed();
    }
    network.write_to(model);
    return losses;
  }

  const std::vector<int> labels_ = recorded::load("keras.json", "labels").get<std::vector<int>>();
  const int steps_ = recorded::load("keras.json", "steps").get<int>();
};

void expect_moved(const ml::Model& before, const ml::Model& after, const json& expected) {
  std::map<std::string, int> moved_here;
  for (const auto& [name, tensor] : after.weights.tensors()) {
    std::vector<float> moved = tensor.values;
    for (std::size_t i = 0; i < moved.size(); ++i) moved[i] -= before.weights.at(name).values[i];
    double squares = 0;
    for (const float value : moved) squares += static_cast<double>(value) * static_cast<double>(value);
    if (squares == 0) continue;
    ++moved_here[name];
    ASSERT_TRUE(expected.contains(name)) << name << " learns here and not in Keras";
    const double norm = expected.at(name).at("norm").get<double>();
    if (norm < kNothing) continue;
    EXPECT_NEAR(std::sqrt(squares), norm, kMoved * norm + 1e-7) << name;
    EXPECT_NEAR(hashed::projection(name, moved), expected.at(name).at("projection").get<double>(),
                kMoved * norm * 3 + 1e-7)
        << name;
  }
  EXPECT_EQ(moved_here.size(), expected.size()) << "what learns in Keras learns here";
}

void PresetReference::expect_as_recorded(const ml::TrainPlan& plan, const json& recorded) const {
  ASSERT_EQ(plan.phases.size(), recorded.at("phases").size());
  ml::Model model = model_of(plan);
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    SCOPED_TRACE("phase " + std::to_string(i + 1));
    const json& expected = recorded.at("phases")[i];
    EXPECT_EQ(ml::depth_name(plan.phases[i].depth), expected.at("learns").get<std::string>());
    EXPECT_FLOAT_EQ(plan.phases[i].learning_rate, expected.at("rate").get<float>());
    EXPECT_EQ(ml::trainable_tensors(model.spec, plan.phases[i].depth).size(),
              expected.at("learning").get<std::size_t>());
    const ml::Model before = model;
    const std::vector<double> losses = train(plan.phases[i], model);
    for (std::size_t step = 0; step < losses.size(); ++step)
      EXPECT_NEAR(losses[step], expected.at("losses")[step].get<double>(), kLosses) << "step " << step;
    expect_moved(before, model, expected.at("moved"));
    ml::Predictor predictor(model, 1);
    std::vector<float> probabilities(2 * labels_.size());
    predictor.predict(hashed::images(0, labels_.size() * predictor.input_length()), labels_.size(), probabilities);
    for (std::size_t image = 0; image < labels_.size(); ++image)
      EXPECT_NEAR(static_cast<double>(probabilities[2 * image + 1]), expected.at("evaluated")[image].get<double>(),
                  kEvaluated)
          << image;
  }
}

class EachPresetReference : public PresetReference, public ::testing::WithParamInterface<std::string> {};

TEST_P(EachPresetReference, TrainsAsKerasDoesWithTheStatisticsThatTheBaseIsToldToUse) {
  const ml::TrainPlan plan = ml::preset_plan(GetParam(), ml::Depth::Tail);
  for (const ml::TrainConfig& phase : plan.phases) EXPECT_EQ(phase.batch_statistics, ml::BatchStatistics::Stored);
  expect_as_recorded(plan, recorded_case(GetParam(), "stored"));
}

// Keras 3 overrules what the base is told; --set batch_statistics=batch does the same.
TEST_F(PresetReference, WithStatisticsOfTheBatchTrainsAsKeras3Does) {
  ml::TrainPlan plan = ml::preset_plan("reference-optimized", ml::Depth::Tail);
  ml::set_in_plan(plan, "batch_statistics", "batch");
  expect_as_recorded(plan, recorded_case("reference-optimized", "batch"));
}

INSTANTIATE_TEST_SUITE_P(Recorded, EachPresetReference,
                         ::testing::Values("reference-optimized", "reference-simple", "reference-improved",
                                           "reference-readme"),
                         [](const auto& test) {
                           std::string name = test.param;
                           for (char& letter : name) letter = letter == '-' ? '_' : letter;
                           return name;
                         });

}  // namespace
