// Forward values, every gradient tensor and steps of Adam against PyTorch in float64
// (tests/reference/record_network.py). Weights and images are made from the same integer hash on both sides.
#include <cmath>

#include <gtest/gtest.h>

#include "ml/arch/backbone.h"
#include "ml/arch/trainable.h"
#include "ml/explain/grad_cam.h"
#include "ml/infer/feature_extractor.h"
#include "ml/infer/predictor.h"
#include "ml/loss/loss.h"
#include "ml/network/network.h"
#include "ml/optim/adam.h"
#include "tests/ml/hashed_numbers.h"
#include "tests/ml/recorded_values.h"

namespace {

using nlohmann::json;

// The reference is float64, so these are the errors of our float32 arithmetic over 52 layers: about 1e-5 of
// the logits' size, and 1e-4 of a gradient tensor's norm (sums over thousands of terms of both signs). The
// recorded images are such that no ReLU6 mask hangs on rounding.
constexpr double kLogits = 1e-4;
constexpr double kGradients = 1e-3;

// Steps of Adam feed each one's rounding into the next. Three times what was measured; heads take no convolution's
// rounding. A ReLU6 mask that hangs on rounding on the way would add half a percent of a gradient of the last layers,
// and within a few steps a multiple of that: where every layer learns, one step is recorded, or seven on whose way no
// mask does (`sure_steps`).
struct Steps {
  double losses, moved, evaluated;
};
Steps allowed_after_steps(const std::string& name) {
  if (name.starts_with("head")) return {2e-5, 4e-4, 2e-4};
  if (name == "tail_linear_batch") return {5e-5, 0.03, 2e-4};
  if (name == "whole_linear_blocks") return {2e-5, 2e-3, 2e-5};
  return {5e-5, 0.01, 3e-4};
}

// Adam in double, epsilon where PyTorch has it, along gradients that are given: what a network's own steps are held
// against without any of its rounding.
class AdamInDouble {
 public:
  AdamInDouble(std::span<const float> parameters, double rate, double epsilon)
      : rate_(rate),
        epsilon_(epsilon),
        parameters_(parameters.begin(), parameters.end()),
        first_(parameters.size()),
        second_(parameters.size()) {}

  void step(std::span<const float> gradients) {
    constexpr double kFirst = 0.9, kSecond = 0.999;
    ++steps_;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      const double gradient = gradients[i];
      first_[i] = kFirst * first_[i] + (1 - kFirst) * gradient;
      second_[i] = kSecond * second_[i] + (1 - kSecond) * gradient * gradient;
      const double spread = std::sqrt(second_[i] / (1 - std::pow(kSecond, steps_))) + epsilon_;
      parameters_[i] -= rate_ / (1 - std::pow(kFirst, steps_)) * first_[i] / spread;
    }
  }
  double farthest_from(std::span<const float> others) const {
    double distance = 0;
    for (std::size_t i = 0; i < others.size(); ++i)
      distance = std::max(distance, std::abs(parameters_[i] - static_cast<double>(others[i])));
    return distance;
  }

 private:
  double rate_, epsilon_;
  int steps_ = 0;
  std::vector<double> parameters_, first_, second_;
};

json recorded_case(const std::string& name) {
  for (const json& one : recorded::load("network.json", "cases"))
    if (one.at("name") == name) return one;
  throw std::runtime_error("no case " + name + " was recorded");
}

ml::HeadSpec head_of(const json& one) {
  const int outputs = one.at("outputs").get<int>();
  if (one.at("head") == "linear") return ml::linear_head(0.F, outputs);
  const ml::HeadLayer norm{.kind = ml::HeadLayerKind::BatchNorm,
                           .batch_norm = {.epsilon = 1e-3F, .keep = 0.99F, .unbiased_running_variance = true}};
  const ml::HeadLayer drop{.kind = ml::HeadLayerKind::Dropout, .drop_rate = 0.F};
  const ml::HeadLayer relu{.kind = ml::HeadLayerKind::Relu};
  const float l2 = one.at("l2").get<float>();
  const auto dense = [](int units, float penalty) {
    return ml::HeadLayer{.kind = ml::HeadLayerKind::Dense, .units = units, .l2 = penalty};
  };
  return {"mlp", {norm, drop, dense(24, l2), relu, norm, drop, dense(12, l2), relu, drop, dense(outputs, 0.F)}};
}

ml::Model model_of(const json& one) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = one.at("input_px").get<int>();
  if (one.at("outputs") == 3) spec.classes = {"a", "b", "c"};
  spec.pooled_blocks = one.at("blocks").get<std::vector<int>>();
  spec.head = head_of(one);
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(spec.input_px), 1);
  for (const auto& tensors : {ml::backbone_tensors(spec), ml::head_tensors(spec)})
    for (const ml::TensorSpec& tensor : tensors) model.weights.set(tensor.name, hashed::tensor(tensor));
  return model;
}

// A network with its inputs, its frozen part already run.
struct Bench {
  explicit Bench(const json& one)
      : model(model_of(one)),
        batch(one.at("batch").get<std::size_t>()),
        network(model, {.depth = ml::depth_from_name(one.at("depth").get<std::string>()),
                        .batch_statistics = one.at("batch_statistics").get<bool>() ? ml::BatchStatistics::Batch
                                                                                   : ml::BatchStatistics::Stored,
                        .micro_batch = one.at("batch").get<int>() - 1}) {
    ml::FeatureExtractor extractor(model, ml::depth_from_name(one.at("depth").get<std::string>()));
    inputs.resize(batch * extractor.output_length());
    extractor.forward(hashed::images(one.at("images").get<int>(), batch * extractor.input_length()), batch, inputs);
    logits.resize(batch * static_cast<std::size_t>(network.outputs()));
    gradient.resize(logits.size());
  }

  float loss_and_gradient() {
    if (network.outputs() == 1) {
      std::vector<float> targets;
      for (std::size_t i = 0; i < batch; ++i) targets.push_back(static_cast<float>(i % 2));
      return ml::bce_with_logits(logits, targets, {}, gradient);
    }
    std::vector<int> labels;
    for (std::size_t i = 0; i < batch; ++i) labels.push_back(static_cast<int>(i) % network.outputs());
    return ml::softmax_cross_entropy(logits, network.outputs(), labels, {}, gradient);
  }

  // Forward and backward; the gradients are in the network afterwards.
  float step(std::uint32_t number) {
    network.forward(inputs, batch, logits, ml::TrainingPass{1, number});
    const float loss = loss_and_gradient();
    network.backward(gradient);
    return loss + network.add_regularisation();
  }

  ml::Model model;
  std::size_t batch;
  ml::Network network;
  std::vector<float> inputs, logits, gradient;
};

void expect_close(std::span<const float> values, const json& expected, double tolerance, const std::string& what) {
  ASSERT_EQ(values.size(), expected.size()) << what;
  double size = 0;
  for (const json& value : expected) size = std::max(size, std::abs(value.get<double>()));
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(static_cast<double>(values[i]), expected[i].get<double>(), tolerance * std::max(1.0, size)) << what;
}

// `floor` is the norm below which a tensor is nothing but rounding.
void expect_same_summary(const std::string& name, std::span<const float> values, const json& expected, double tolerance,
                         double floor) {
  const double norm = expected.at("norm").get<double>();
  const double allowed = tolerance * std::max(norm, floor);
  double squares = 0;
  for (const float value : values) squares += static_cast<double>(value) * static_cast<double>(value);
  EXPECT_NEAR(std::sqrt(squares), norm, allowed) << name;
  EXPECT_NEAR(hashed::projection(name, values), expected.at("projection").get<double>(), allowed) << name;
  for (std::size_t i = 0; i < expected.at("at").size(); ++i) {
    const auto at = expected.at("at")[i].get<std::size_t>();
    EXPECT_NEAR(static_cast<double>(values[at]), expected.at("values")[i].get<double>(), allowed)
        << name << " at " << at;
  }
}

class NetworkReference : public ::testing::TestWithParam<std::string> {
 protected:
  const json recorded_ = recorded_case(GetParam());
};

TEST_P(NetworkReference, LogitsAndEveryGradientAgree) {
  Bench bench(recorded_);
  const float loss = bench.step(0);
  expect_close(bench.logits, recorded_.at("logits"), kLogits, "logits");
  EXPECT_NEAR(static_cast<double>(loss), recorded_.at("losses")[0].get<double>(), kLogits);
  ASSERT_EQ(bench.network.slices().size(), recorded_.at("gradients").size());
  double largest = 0;
  for (const json& expected : recorded_.at("gradients")) largest = std::max(largest, expected.at("norm").get<double>());
  for (const ml::ParameterSlice& slice : bench.network.slices())
    expect_same_summary(slice.name, bench.network.gradients().subspan(slice.offset, slice.size),
                        recorded_.at("gradients").at(slice.name), kGradients, 1e-3 * largest);
}

TEST_P(NetworkReference, StepsOfAdamAgree) {
  Bench bench(recorded_);
  ml::Adam adam(bench.network.parameters().size(),
                {.epsilon = recorded_.at("epsilon").get<float>(), .bias_correction = ml::BiasCorrection::PyTorch});
  const Steps allowed = allowed_after_steps(GetParam());
  AdamInDouble followed(bench.network.parameters(), recorded_.at("rate").get<double>(),
                        recorded_.at("epsilon").get<double>());
  const json& losses = recorded_.at("losses");
  for (std::size_t step = 0; step < losses.size(); ++step) {
    EXPECT_NEAR(static_cast<double>(bench.step(static_cast<std::uint32_t>(step))), losses[step].get<double>(),
                allowed.losses)
        << "step " << step;
    followed.step(bench.network.gradients());
    adam.step(bench.network.parameters(), bench.network.gradients(), recorded_.at("rate").get<float>());
    bench.network.parameters_changed();
  }
  EXPECT_LT(followed.farthest_from(bench.network.parameters()), 2e-6) << "of the steps along the same gradients";
  ml::Model learnt = bench.model;
  bench.network.write_to(learnt);
  for (const auto& [name, expected] : recorded_.at("moved").items()) {
    std::vector<float> moved = learnt.weights.at(name).values;
    const std::vector<float>& before = bench.model.weights.at(name).values;
    for (std::size_t i = 0; i < moved.size(); ++i) moved[i] -= before[i];
    expect_same_summary(name, moved, expected, allowed.moved, 1e-4);
  }
  bench.network.forward(bench.inputs, bench.batch, bench.logits, std::nullopt);
  expect_close(bench.logits, recorded_.at("evaluated"), allowed.evaluated, "evaluated logits");
}

TEST_P(NetworkReference, GradCamAgreesWithAutograd) {
  const json& expected = recorded_.at("grad_cam");
  ml::Predictor predictor(model_of(recorded_));
  std::vector<float> pooled(predictor.feature_length()), map(predictor.map_length());
  predictor.features(hashed::images(recorded_.at("images").get<int>(), predictor.input_length()), 1, pooled, map);
  const int output = expected.at("output").get<int>();
  const int class_index = predictor.classes() == 2 ? 1 : output;
  const ml::GradCam cam = ml::grad_cam(predictor.head(), pooled, map, class_index);
  expect_close(cam.raw, expected.at("raw"), kLogits, "raw map");
  EXPECT_NEAR(static_cast<double>(cam.logit), expected.at("logit").get<double>(), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(Recorded, NetworkReference,
                         ::testing::Values("head_linear", "head_mlp", "tail_mlp_stored", "tail_linear_batch",
                                           "whole_linear_stored", "whole_linear_batch", "head_mlp_blocks",
                                           "tail_mlp_blocks", "whole_linear_blocks"),
                         [](const auto& test) { return test.param; });

}  // namespace
