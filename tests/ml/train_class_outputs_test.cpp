// Classes that are learnt along with their groups: what they add to the loss and to the gradient, and that nothing of
// them stays.
#include <cmath>
#include <numeric>
#include <utility>

#include <gtest/gtest.h>

#include "ml/train/class_outputs.h"
#include "tests/ml/discs.h"

namespace ml {
namespace {

ModelSpec small_spec() {
  ModelSpec spec{.width = 0.35F, .input_px = 32, .classes = {"benign", "malignant"}};
  spec.head = linear_head(0.F, spec.outputs());
  return spec;
}

Dataset five_classes() {
  Dataset data;
  data.labels = {0, 0, 0, 1, 1, 0};
  data.classes = {0, 1, 2, 3, 4, -1};
  data.train = {0, 1, 2, 3, 4};
  return data;
}

ClassOutputs outputs_of(const Dataset& data, float weight) {
  TrainConfig config;
  config.class_loss = weight;
  return {small_spec(), data, config};
}

TEST(ClassOutputs, are_there_only_where_there_is_something_to_tell_apart) {
  EXPECT_TRUE(outputs_of(five_classes(), 1).any());
  EXPECT_FALSE(outputs_of(five_classes(), 0).any()) << "not asked for";
  Dataset without = five_classes();
  without.classes.clear();
  EXPECT_FALSE(outputs_of(without, 1).any()) << "no classes are given";
  Dataset same = five_classes();
  same.classes = same.labels;
  EXPECT_FALSE(outputs_of(same, 1).any()) << "the groups are the classes";
  Dataset unknown = five_classes();
  unknown.train.push_back(5);
  EXPECT_FALSE(outputs_of(unknown, 1).any()) << "a training image has no class";
}

TEST(ClassOutputs, narrowing_gives_back_the_very_model) {
  const Model model = make_model(small_spec(), {}, 3);
  const ClassOutputs outputs = outputs_of(five_classes(), 1);
  Model wide = outputs.widened(model);
  EXPECT_EQ(wide.spec.outputs(), 6);
  require_valid(wide.spec);
  EXPECT_EQ(wide.weights.at("classifier.1.weight").shape.front(), 6);
  outputs.narrow(wide);
  EXPECT_EQ(wide.spec, model.spec);
  EXPECT_EQ(wide.weights, model.weights);
}

TEST(ClassOutputs, the_loss_is_the_classes_cross_entropy_times_its_weight_and_its_gradient_stands_behind_the_groups) {
  constexpr float kWeight = 0.5F;
  const ClassOutputs outputs = outputs_of(five_classes(), kWeight);
  std::vector<float> logits(12);
  for (std::size_t i = 0; i < logits.size(); ++i) logits[i] = std::sin(static_cast<float>(3 * i));
  const std::vector<int> labels = {2, 4};
  const std::vector<float> groups = {0.25F, -0.75F};
  std::vector<float> gradient(12);
  const auto loss_of = [&](const std::vector<float>& at) {
    return outputs.loss(at, labels, {}, {}, {}, groups, gradient);
  };
  double expected = 0;
  for (std::size_t row = 0; row < 2; ++row) {
    const auto first = logits.begin() + static_cast<std::ptrdiff_t>(row * 6 + 1);
    const double sum = std::accumulate(first, first + 5, 0.0,
                                       [](double all, float z) { return all + std::exp(static_cast<double>(z)); });
    expected += std::log(sum) - static_cast<double>(first[labels[row]]);
  }
  EXPECT_NEAR(loss_of(logits), kWeight * expected / 2, 1e-6);
  EXPECT_EQ(gradient[0], 0.25F);
  EXPECT_EQ(gradient[6], -0.75F);
  EXPECT_EQ(outputs.of_groups(logits), (std::vector<float>{logits[0], logits[6]}));
  const std::vector<float> analytic = gradient;
  for (const std::size_t i : {1U, 3U, 5U, 7U, 11U}) {
    constexpr float kStep = 1e-2F;
    std::vector<float> up = logits, down = logits;
    up[i] += kStep;
    down[i] -= kStep;
    EXPECT_NEAR(analytic[i], (loss_of(up) - loss_of(down)) / (2 * kStep), 1e-4) << i;
  }
}

TEST(ClassOutputs, of_a_run_are_learnt_by_and_leave_a_model_of_the_groups) {
  const discs::Discs source(36);
  const auto trained = [&](float class_loss) {
    TrainConfig config = discs::config_for(Depth::Head, 3);
    config.class_loss = class_loss;
    Dataset data = discs::halves_of(source);
    for (std::size_t i = 0; i < source.size(); ++i) data.classes.push_back(static_cast<int>(i % 4));
    discs::Log log;
    TrainControl control;
    TrainResult result = train(discs::small_model(mlp_head(1)), data, nullptr, config, control, log);
    return std::pair(std::move(result.model), log.epochs.back().train_loss);
  };
  const auto [without, loss_without] = trained(0);
  const auto [with, loss_with] = trained(1);
  EXPECT_EQ(with.spec, without.spec);
  EXPECT_EQ(with.weights.at("classifier.9.weight").shape, without.weights.at("classifier.9.weight").shape);
  EXPECT_NE(with.weights.at("classifier.2.weight").values, without.weights.at("classifier.2.weight").values)
      << "what both kinds of outputs see is learnt by both";
  EXPECT_NEAR(loss_with, loss_without, 0.5) << "telling four classes apart costs up to log 4, which is not told";
}

}  // namespace
}  // namespace ml
