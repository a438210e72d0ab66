#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "ml/optim/adam.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/recorded_values.h"

namespace {

using Floats = std::vector<float>;

// The gradient that record_optim.py uses.
Floats gradient_at(const Floats& params, int step) {
  Floats grads(params.size());
  for (std::size_t i = 0; i < params.size(); ++i) {
    const auto at = static_cast<double>(i);
    grads[i] = static_cast<float>(2 * (params[i] - 0.3) * at / 5 + std::sin(step + at) * 1e-3);
  }
  return grads;
}

Floats start() {
  Floats params(11);
  for (std::size_t i = 0; i < params.size(); ++i) params[i] = -1.F + 0.2F * static_cast<float>(i);
  return params;
}

TEST(Adam, FollowsTheRecordedStepsOfKerasAndPyTorch) {
  for (const auto& record : recorded::load("optim.json", "adam")) {
    SCOPED_TRACE(record["form"].get<std::string>());
    ml::AdamConfig config;
    config.epsilon = record["epsilon"];
    config.weight_decay = record["decay"];
    config.bias_correction = record["form"] == "keras" ? ml::BiasCorrection::Keras : ml::BiasCorrection::PyTorch;
    Floats params = start();
    ml::Adam adam(params.size(), config);
    for (int step = 1; step <= record["steps"].get<int>(); ++step) adam.step(params, gradient_at(params, step), 0.01F);
    for (std::size_t i = 0; i < params.size(); ++i)
      EXPECT_NEAR(params[i], record["params"][i].get<double>(), 5e-6) << i;
  }
}

TEST(Adam, GoesOnFromAStoredStateAsIfItHadNotStopped) {
  Floats whole = start();
  ml::Adam adam(whole.size(), {});
  for (int step = 1; step <= 10; ++step) adam.step(whole, gradient_at(whole, step), 0.01F);

  Floats halves = start();
  ml::Adam first(halves.size(), {});
  for (int step = 1; step <= 5; ++step) first.step(halves, gradient_at(halves, step), 0.01F);
  const ml::AdamState stored = first.state();
  ml::Adam second(halves.size(), {});
  second.restore(stored);
  EXPECT_EQ(second.steps(), 5);
  for (int step = 6; step <= 10; ++step) second.step(halves, gradient_at(halves, step), 0.01F);
  EXPECT_EQ(halves, whole);
}

TEST(Adam, FindsTheMinimumOfAParabola) {
  Floats params{5.F, -4.F};
  ml::Adam adam(2, {});
  for (int step = 0; step < 2000; ++step) adam.step(params, Floats{2 * (params[0] - 1), 20 * (params[1] - 2)}, 0.02F);
  EXPECT_NEAR(params[0], 1, 1e-2);
  EXPECT_NEAR(params[1], 2, 1e-2);
}

TEST(Adam, RefusesAGradientThatIsNotFiniteAndLeavesTheParameters) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), INFINITY, -INFINITY}) {
    Floats params(40, 1.F);
    Floats grads(40, 0.5F);
    grads[37] = bad;
    ml::Adam adam(40, {});
    expect_error([&] { adam.step(params, grads, 0.1F); }, {"gradient", "index 37", "learning rate"});
    EXPECT_EQ(params, Floats(40, 1.F));
    EXPECT_EQ(adam.steps(), 0);
  }
}

TEST(Adam, RefusesOtherSizesAndSettings) {
  Floats params(3);
  ml::Adam adam(3, {});
  expect_error([&] { adam.step(params, Floats(2), 0.1F); }, {"3 parameters", "2 gradients"});
  expect_error([&] { adam.restore({5, Floats(2), Floats(2)}); }, {"2 parameters", "3"});
  ml::AdamConfig config;
  config.beta1 = 1;
  expect_error([&] { ml::Adam(3, config); }, {"betas"});
}

}  // namespace
