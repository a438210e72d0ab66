#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "ml/loss/loss.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

namespace {

using Floats = std::vector<float>;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

void expect_close(const Floats& ours, const nlohmann::json& expected) {
  ASSERT_EQ(ours.size(), expected.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const double value = expected[i];
    EXPECT_NEAR(ours[i], value, 1e-7 + 1e-6 * std::abs(value)) << i;
  }
}

TEST(BceWithLogits, AgreesWithTheRecordedValues) {
  for (const auto& record : recorded::load("optim.json", "bce")) {
    const Floats logits = record["logits"];
    const Floats weights = record["weights"];
    Floats grad(logits.size());
    const float loss = ml::bce_with_logits(logits, record["targets"].get<Floats>(), weights, grad, record["smoothing"]);
    EXPECT_NEAR(loss, record["loss"].get<double>(), 1e-6 * record["loss"].get<double>());
    expect_close(grad, record["grad"]);
  }
}

TEST(SoftmaxCrossEntropy, AgreesWithTheRecordedValues) {
  for (const auto& record : recorded::load("optim.json", "cross_entropy")) {
    const Floats logits = record["logits"];
    const Floats weights = record["weights"];
    const std::vector<int> labels = record["labels"];
    Floats grad(logits.size());
    const float loss = ml::softmax_cross_entropy(logits, 4, labels, weights, grad, record["smoothing"]);
    EXPECT_NEAR(loss, record["loss"].get<double>(), 1e-6 * record["loss"].get<double>());
    expect_close(grad, record["grad"]);
  }
}

// The derivative by central differences of a loss as a function of its logits.
template <class Loss>
void expect_gradient_by_differences(Floats logits, const Loss& loss) {
  Floats grad(logits.size());
  Floats ignored(logits.size());
  loss(logits, grad);
  const float step = 0.01F;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    Floats up = logits;
    Floats down = logits;
    up[i] += step;
    down[i] -= step;
    const double slope =
        (static_cast<double>(loss(up, ignored)) - loss(down, ignored)) / (static_cast<double>(up[i]) - down[i]);
    EXPECT_NEAR(grad[i], slope, 5e-5) << i;
  }
}

TEST(BceWithLogits, HasTheGradientThatDifferencesGive) {
  const Floats targets{0, 1, 0.25F, 1};
  const Floats weights{1, 0.5F, 2, 3};
  expect_gradient_by_differences({-1.5F, 0.25F, 2, -0.75F}, [&](const Floats& logits, Floats& grad) {
    return ml::bce_with_logits(logits, targets, weights, grad, 0.1F);
  });
}

TEST(SoftmaxCrossEntropy, HasTheGradientThatDifferencesGive) {
  const std::vector<int> labels{2, 0};
  const Floats weights{0.5F, 2};
  expect_gradient_by_differences({-1, 0.5F, 2, 0.25F, 1, -0.5F}, [&](const Floats& logits, Floats& grad) {
    return ml::softmax_cross_entropy(logits, 3, labels, weights, grad, 0.1F);
  });
}

TEST(SoftmaxCrossEntropy, OfTwoClassesIsBceOfTheirDifference) {
  const Floats pairs{0.5F, 2, -1, -3, 4, 4};
  const std::vector<int> labels{1, 0, 1};
  Floats pair_grad(6);
  Floats grad(3);
  const float two = ml::softmax_cross_entropy(pairs, 2, labels, {}, pair_grad);
  const float one = ml::bce_with_logits(Floats{1.5F, -2, 0}, Floats{1, 0, 1}, {}, grad);
  EXPECT_NEAR(two, one, 1e-6);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(pair_grad[2 * i + 1], grad[i], 1e-6);
}

TEST(Losses, NameWhatIsWrongWithABatch) {
  Floats grad(2);
  Floats wrong(3);
  const Floats two{0, 0};
  expect_error([&] { ml::bce_with_logits({}, {}, {}, {}); }, {"empty"});
  expect_error([&] { ml::bce_with_logits(Floats{0, kNan}, two, {}, grad); }, {"logit", "index 1", "learning rate"});
  expect_error([&] { ml::bce_with_logits(two, Floats{0, 1.5F}, {}, grad); }, {"target", "index 1", "1.5"});
  expect_error([&] { ml::bce_with_logits(two, Floats{0, kNan}, {}, grad); }, {"target", "index 1"});
  expect_error([&] { ml::bce_with_logits(two, Floats{0}, {}, grad); }, {"2 samples, 1 targets"});
  expect_error([&] { ml::bce_with_logits(two, two, Floats{1}, grad); }, {"1 weights"});
  expect_error([&] { ml::bce_with_logits(two, two, {}, wrong); }, {"2 logits", "3 gradients"});
  expect_error([&] { ml::bce_with_logits(two, two, {}, grad, 1.F); }, {"smoothing"});
  expect_error([&] { ml::softmax_cross_entropy(two, 2, std::vector{2}, {}, grad); }, {"label 2", "index 0", "0..1"});
  expect_error([&] { ml::softmax_cross_entropy(two, 2, std::vector{-1}, {}, grad); }, {"label -1"});
  expect_error([&] { ml::softmax_cross_entropy(two, 3, std::vector{0}, {}, grad); }, {"2 logits", "3 classes"});
  expect_error([&] { ml::softmax_cross_entropy(Floats{0, INFINITY}, 2, std::vector{0}, {}, grad); }, {"index 1"});
}

TEST(Sigmoid, IsStableAtBothEndsAndSymmetric) {
  EXPECT_EQ(ml::sigmoid(0.F), 0.5F);
  EXPECT_EQ(ml::sigmoid(200.F), 1.F);
  EXPECT_EQ(ml::sigmoid(-200.F), 0.F);
  EXPECT_NEAR(ml::sigmoid(-20.F), 2.0611536e-9, 1e-15);
  Floats out(2);
  ml::sigmoid(Floats{1.25F, -1.25F}, out);
  EXPECT_FLOAT_EQ(out[0] + out[1], 1.F);
}

TEST(Softmax, SumsToOneHoweverLargeTheLogits) {
  Floats out(6);
  ml::softmax(Floats{1000, 1001, 999, -5, -5, -5}, 3, out);
  EXPECT_NEAR(out[0] + out[1] + out[2], 1, 1e-6);
  EXPECT_NEAR(out[1], 0.66524096, 1e-6);
  EXPECT_NEAR(out[4], 1.0 / 3, 1e-6);
}

}  // namespace
