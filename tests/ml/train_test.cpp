// The trainer from end to end on pictures whose class is easy to see, with a small network.
#include <algorithm>
#include <cmath>
#include <thread>

#include <gtest/gtest.h>

#include "ml/arch/trainable.h"
#include "ml/data/preprocess.h"
#include "ml/infer/predictor.h"
#include "tests/ml/discs.h"
#include "tests/ml/expect_error.h"
#include "tests/temp_folder.h"

namespace {

using namespace discs;

class TrainDepth : public ::testing::TestWithParam<ml::Depth> {};

TEST_P(TrainDepth, LearnsAndKeepsTheBestEpoch) {
  const Discs source(96);
  Log log;
  // From random numbers the running statistics need more steps before validation means anything, and
  // the last bits of the arithmetic, which differ between builds, count for less.
  const std::size_t epochs = GetParam() == ml::Depth::Whole ? 30 : 8;
  ml::TrainConfig config = config_for(GetParam(), static_cast<int>(epochs));
  config.batch = 16;
  if (GetParam() == ml::Depth::Whole) config.learning_rate = 3e-4F;
  const ml::TrainResult result = run(halves_of(source), config, log);
  ASSERT_EQ(log.epochs.size(), epochs);
  EXPECT_EQ(result.end, ml::TrainEnd::Finished);
  EXPECT_EQ(log.steps.size(), epochs * 4U);
  EXPECT_LT(log.epochs.back().train_loss, 0.8 * log.epochs.front().train_loss);
  const auto best = static_cast<std::size_t>(result.best_epoch);
  EXPECT_TRUE(log.epochs[best].best_so_far);
  for (const ml::EpochReport& epoch : log.epochs) EXPECT_GE(epoch.val_loss, log.epochs[best].val_loss);
  EXPECT_EQ(result.best_criterion, log.epochs[best].val_loss);
  EXPECT_EQ(result.val_probabilities, log.probabilities[best]);
  EXPECT_GE(log.epochs[best].val_auc, GetParam() == ml::Depth::Whole ? 0.75 : 0.9);
}

TEST_P(TrainDepth, ReturnsTheWeightsOfTheBestEpoch) {
  const Discs source(24);
  Log log;
  const ml::Dataset data = halves_of(source);
  const ml::TrainResult result = run(data, config_for(GetParam(), 3), log);
  ml::Predictor predictor(result.model);
  for (std::size_t i = 0; i < data.val.size(); ++i) {
    std::vector<float> input(predictor.input_length()), probabilities(2);
    ml::preprocess(source.pixels(data.val[i]).view(), result.model.contract, input);
    predictor.predict(input, 1, probabilities);
    EXPECT_NEAR(probabilities[1], result.val_probabilities[2 * i + 1], 2e-3F) << "image " << i;
  }
}

TEST_P(TrainDepth, RepeatsItselfExactly) {
  const Discs source(24);
  ml::TrainConfig config = config_for(GetParam(), 2);
  config.augment = {.rotation_deg = 20, .flip_horizontal = true};
  Log first, second;
  const ml::TrainResult a = run(halves_of(source), config, first);
  const ml::TrainResult b = run(halves_of(source), config, second);
  EXPECT_EQ(a.model.weights, b.model.weights);
  EXPECT_EQ(first.probabilities, second.probabilities);
  config.seed = 2;
  EXPECT_NE(run(halves_of(source), config, second).model.weights, a.model.weights);
}

INSTANTIATE_TEST_SUITE_P(Depths, TrainDepth, ::testing::Values(ml::Depth::Head, ml::Depth::Tail, ml::Depth::Whole),
                         [](const auto& test) { return std::string(ml::depth_name(test.param)); });

TEST(Train, LeavesTheFrozenTensorsAlone) {
  const Discs source(24);
  Log log;
  const ml::Model before = small_model();
  const ml::Model head = run(halves_of(source), config_for(ml::Depth::Head, 1), log).model;
  EXPECT_EQ(ml::backbone_hash(head), ml::backbone_hash(before));
  EXPECT_NE(head.weights.at("classifier.1.weight"), before.weights.at("classifier.1.weight"));
  const ml::Model tail = run(halves_of(source), config_for(ml::Depth::Tail, 1), log).model;
  EXPECT_EQ(tail.weights.at("features.12.conv.0.0.weight"), before.weights.at("features.12.conv.0.0.weight"));
  EXPECT_NE(tail.weights.at("features.12.conv.1.0.weight"), before.weights.at("features.12.conv.1.0.weight"));
  EXPECT_EQ(tail.weights.at("features.18.1.running_mean"), before.weights.at("features.18.1.running_mean"));
}

TEST(Train, TakesFeaturesFromTheCacheTheSecondTime) {
  for (const ml::Depth depth : {ml::Depth::Head, ml::Depth::Tail}) {
    const test_support::TempFolder folder;
    const Discs source(24);
    ml::FeatureCache cache(folder.path(), ml::feature_space(small_model(), depth));
    Log log;
    const ml::Model first = run(halves_of(source), config_for(depth, 2), log, &cache).model;
    EXPECT_EQ(source.decoded(), 24U);
    const ml::Model second = run(halves_of(source), config_for(depth, 2), log, &cache).model;
    EXPECT_EQ(source.decoded(), 24U);
    EXPECT_EQ(first.weights, second.weights);
    EXPECT_EQ(first.weights, run(halves_of(source), config_for(depth, 2), log).model.weights);
  }
}

TEST(Train, UsesFreshViewsForTheTailWhenAsked) {
  const Discs source(24);
  ml::TrainConfig config = config_for(ml::Depth::Tail, 3);
  config.fresh_views = true;
  config.augment = {.flip_horizontal = true, .brightness = 0.1};
  Log log;
  run(halves_of(source), config, log);
  EXPECT_EQ(source.decoded(), 8U + 3U * 16U);  // validation once, training every epoch
}

TEST(Train, LeavesOutWhatCannotBeReadAndSaysSo) {
  for (const ml::Depth depth : {ml::Depth::Head, ml::Depth::Whole}) {
    const Discs source(24, true);
    Log log;
    ml::Dataset data = halves_of(source);
    data.val.push_back(5);
    const ml::TrainResult result = run(data, config_for(depth, 1), log);
    ASSERT_EQ(result.skipped.size(), 1U);
    EXPECT_EQ(result.skipped[0].index, 5U);
    EXPECT_THAT(result.skipped[0].reason, testing::HasSubstr("five.jpg"));
    EXPECT_TRUE(std::isnan(result.val_probabilities.back()));
    EXPECT_FALSE(std::isnan(result.val_probabilities.front()));
  }
}

TEST(Train, StopsAndKeepsTheBest) {
  const Discs source(24);
  ml::TrainControl control;
  Log log;
  log.at_step = [&](const ml::StepReport& step) {
    if (step.epoch == 2) control.stop_and_keep_best();
  };
  const ml::TrainResult result =
      ml::train(small_model(), halves_of(source), nullptr, config_for(ml::Depth::Head, 50), control, log);
  EXPECT_EQ(result.end, ml::TrainEnd::Stopped);
  EXPECT_EQ(result.epochs_run, 2);
  EXPECT_EQ(log.steps.size(), 2U * 2U + 1U);
  EXPECT_GE(result.best_epoch, 0);
}

TEST(Train, CancelsWhileFeaturesAreExtracted) {
  const Discs source(60);
  std::stop_source stop;
  ml::TrainControl control(stop.get_token());
  Log log;
  log.at_phase = [&](const ml::PhaseReport& phase) {
    if (phase.done > 0) stop.request_stop();
  };
  const ml::TrainResult result =
      ml::train(small_model(), halves_of(source), nullptr, config_for(ml::Depth::Head, 5), control, log);
  EXPECT_EQ(result.end, ml::TrainEnd::Cancelled);
  EXPECT_EQ(result.best_epoch, -1);
  EXPECT_EQ(result.model.weights, small_model().weights);
  EXPECT_TRUE(log.epochs.empty());
  EXPECT_LT(source.decoded(), 60U);
}

TEST(Train, PausesUntilResumed) {
  const Discs source(24);
  ml::TrainControl control;
  Log log;
  std::jthread resumer;
  std::atomic<bool> resumed = false;
  log.at_step = [&](const ml::StepReport& step) {
    if (step.epoch != 1) return;
    if (step.step == 0) {
      control.pause();
      resumer = std::jthread([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        resumed = true;
        control.resume();
      });
    } else {
      EXPECT_TRUE(resumed);
    }
  };
  const ml::TrainResult result =
      ml::train(small_model(), halves_of(source), nullptr, config_for(ml::Depth::Head, 2), control, log);
  EXPECT_EQ(result.epochs_run, 2);
  EXPECT_FALSE(control.paused());
}

TEST(Train, CanBeCancelledWhilePaused) {
  const Discs source(24);
  ml::TrainControl control;
  Log log;
  std::jthread canceller;
  log.at_step = [&](const ml::StepReport& step) {
    if (step.epoch != 0 || step.step != 0) return;
    control.pause();
    canceller = std::jthread([&] { control.cancel(); });
  };
  EXPECT_EQ(ml::train(small_model(), halves_of(source), nullptr, config_for(ml::Depth::Head, 5), control, log).end,
            ml::TrainEnd::Cancelled);
}

TEST(Train, TakesAnotherLearningRateAtTheNextBatch) {
  const Discs source(24);
  ml::TrainControl control;
  Log log;
  log.at_step = [&](const ml::StepReport& step) {
    if (step.epoch == 0 && step.step == 0) control.set_learning_rate(0.125F);
  };
  ml::train(small_model(), halves_of(source), nullptr, config_for(ml::Depth::Head, 2), control, log);
  EXPECT_EQ(log.rates, (std::vector<std::pair<std::size_t, float>>{{1, 0.125F}}));
  EXPECT_EQ(log.steps[0].learning_rate, 1e-2F);
  EXPECT_EQ(log.steps[1].learning_rate, 0.125F);
  expect_error([&] { control.set_learning_rate(-1); }, {"learning rate"});
}

TEST(Train, StopsEarlyWithoutImprovement) {
  const Discs source(24);
  ml::TrainConfig config = config_for(ml::Depth::Head, 100);
  config.learning_rate = 1e-12F;  // nothing moves
  config.patience = 3;
  config.criterion = ml::Criterion::ValAuc;
  Log log;
  const ml::TrainResult result = run(halves_of(source), config, log);
  EXPECT_EQ(result.end, ml::TrainEnd::StoppedEarly);
  EXPECT_EQ(result.epochs_run, 4);
  EXPECT_EQ(result.best_epoch, 0);
}

TEST(Train, KeepsTheLastEpochWithoutValidationImages) {
  const Discs source(24);
  ml::Dataset data = halves_of(source);
  data.val.clear();
  Log log;
  const ml::TrainResult result = run(data, config_for(ml::Depth::Head, 3), log);
  EXPECT_EQ(result.best_epoch, 2);
  EXPECT_TRUE(std::isnan(log.epochs.back().val_loss));
}

TEST(Train, ExplainsThatItBrokeDown) {
  const Discs source(24);
  ml::TrainConfig config = config_for(ml::Depth::Tail, 5);
  config.learning_rate = 1e30F;
  Log log;
  try {
    run(halves_of(source), config, log);
    ADD_FAILURE() << "nothing was thrown";
  } catch (const ml::TrainingDiverged& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("in epoch 1 at step 2"));
    EXPECT_THAT(error.what(), testing::HasSubstr("lower learning rate"));
    EXPECT_EQ(error.best, nullptr);
  }
}

TEST(Train, RefusesDataThatCannotBeLearntFrom) {
  const Discs source(24);
  Log log;
  const auto expect_refused = [&](const std::function<void(ml::Dataset&)>& spoil,
                                  std::initializer_list<const char*> parts) {
    ml::Dataset data = halves_of(source);
    spoil(data);
    expect_error([&] { run(data, config_for(ml::Depth::Head, 1), log); }, parts);
  };
  expect_refused([](ml::Dataset& data) { data.train.clear(); }, {"training split is empty"});
  expect_refused([](ml::Dataset& data) { std::fill(data.labels.begin(), data.labels.end(), 1); },
                 {"\"dark\"", "no training images"});
  expect_refused([](ml::Dataset& data) { data.labels[3] = 2; }, {"image 3", "label 2"});
  expect_refused([](ml::Dataset& data) { data.labels.pop_back(); }, {"24 images", "23 labels"});
  expect_refused([](ml::Dataset& data) { data.val.push_back(99); }, {"validation", "99"});
  ml::TrainConfig config = config_for(ml::Depth::Head, 0);
  expect_error([&] { run(halves_of(source), config, log); }, {"epochs"});
  config = config_for(ml::Depth::Whole, 1);
  config.batch = 1;
  expect_error([&] { run(halves_of(source), config, log); }, {"BatchNorm", "batch is 1"});
}

TEST(Train, LearnsThreeClasses) {
  const Discs source(36);
  ml::Dataset data = halves_of(source);
  for (std::size_t i = 0; i < data.labels.size(); ++i) data.labels[i] = i % 6 == 0 ? 2 : data.labels[i];
  ml::Model model = small_model();
  ml::replace_head(model, ml::linear_head(0.1F, 3), {"dark", "bright", "other"}, 1);
  ml::TrainControl control;
  Log log;
  const ml::TrainResult result =
      ml::train(std::move(model), data, nullptr, config_for(ml::Depth::Head, 10), control, log);
  EXPECT_EQ(result.val_probabilities.size(), data.val.size() * 3);
  EXPECT_LT(log.epochs.back().train_loss, log.epochs.front().train_loss);
}

}  // namespace
