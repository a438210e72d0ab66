// A run that is held by hand: paused, made to go batch by batch, changed on the way, prolonged, replayed.
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

#include "ml/train/checkpoint.h"
#include "ml/train/train_control.h"
#include "tests/ml/discs.h"
#include "tests/ml/expect_error.h"

namespace {

using namespace discs;
using ml::ChangeKind;
using State = ml::TrainControl::State;

// Keeps what a run leaves at its end, and the model of each epoch.
class Witness : public Log {
 public:
  void on_end(int, const std::function<ml::TrainCheckpoint()>& take, const std::function<ml::Model()>&) override {
    end = take();
  }
  void on_model(int, const std::function<ml::Model()>& take) override { models.push_back(take()); }

  std::optional<ml::TrainCheckpoint> end;
  std::vector<ml::Model> models;
};

class Steered : public ::testing::Test {
 protected:
  ml::TrainResult train(const ml::TrainConfig& config, ml::TrainControl& control, Log& log,
                        const ml::TrainCheckpoint* from = nullptr) {
    return ml::train(small_model(ml::mlp_head(1)), data_, nullptr, config, control, log, from);
  }
  // Trains beside the test, which steers.
  void beside(ml::TrainControl& control, Log& log, const std::function<void()>& steer) {
    std::jthread trainer([&] { result_ = train(config_, control, log); });
    steer();
    trainer.join();
  }
  static void wait_until(const ml::TrainControl& control, State state) {
    while (control.state() != state) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  static std::vector<ChangeKind> kinds(const Log& log) {
    std::vector<ChangeKind> all;
    for (const ml::ChangeReport& report : log.changes) all.push_back(report.change.kind);
    return all;
  }

  Discs source_{48};  // 32 to train on: four batches
  ml::Dataset data_ = halves_of(source_);
  ml::TrainConfig config_ = config_for(ml::Depth::Head, 4);
  ml::TrainResult result_;
};

TEST_F(Steered, APausedRunGoesOnBatchByBatchAndEpochByEpoch) {
  ml::TrainControl control;
  control.one_epoch();  // before it began: it pauses after the first
  Log log;
  beside(control, log, [&] {
    wait_until(control, State::Paused);
    EXPECT_EQ(log.epochs.size(), 1U);
    EXPECT_EQ(log.steps.size(), 4U);
    control.one_step();
    while (log.steps.size() < 5) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    wait_until(control, State::Paused);
    EXPECT_EQ(log.steps.size(), 5U);
    control.one_epoch();
    while (log.epochs.size() < 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    wait_until(control, State::Paused);
    EXPECT_EQ(log.steps.size(), 8U);
    control.resume();
  });
  EXPECT_EQ(result_.end, ml::TrainEnd::Finished);
  EXPECT_EQ(kinds(log), (std::vector{ChangeKind::Pause, ChangeKind::Step, ChangeKind::Pause, ChangeKind::Epoch,
                                     ChangeKind::Pause, ChangeKind::Resume}));
  EXPECT_EQ(log.changes[2].change.epoch, 1);
  EXPECT_EQ(log.changes[2].change.step, 1U);
  Log undisturbed;
  ml::TrainControl none;
  EXPECT_EQ(train(config_, none, undisturbed).model.weights, result_.model.weights);
}

TEST_F(Steered, WhatIsAskedForAndWhatIsDoneAreToldApart) {
  ml::TrainControl control;
  EXPECT_EQ(control.state(), State::Running);
  control.pause();
  EXPECT_EQ(control.state(), State::Pausing);
  control.one_step();
  EXPECT_EQ(control.state(), State::Stepping);
  control.resume();
  EXPECT_EQ(control.state(), State::Running);
  control.stop_and_keep_best();
  EXPECT_EQ(control.state(), State::Stopping);
}

TEST_F(Steered, APauseIsNoPartOfAnEpochsTime) {
  ml::TrainControl control;
  Log log;
  log.at_step = [&](const ml::StepReport& report) {
    if (report.epoch == 0 && report.step == 0) control.pause();
  };
  beside(control, log, [&] {
    wait_until(control, State::Paused);
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    control.resume();
  });
  EXPECT_LT(log.epochs[0].seconds, 1.4);
  EXPECT_GT(log.steps[1].images_per_second, 8 / 1.4);
}

TEST_F(Steered, ChangesSayWhereTheyTookEffectAndWhatWasBefore) {
  ml::TrainControl control;
  Log log;
  log.at_step = [&](const ml::StepReport& report) {
    if (report.epoch == 1 && report.step == 1) {
      control.set_learning_rate(2e-3F);
      control.set_epochs(6);
      control.set_patience(5);
    }
  };
  const ml::TrainResult result = train(config_, control, log);
  EXPECT_EQ(result.epochs_run, 6);
  ASSERT_EQ(log.changes.size(), 3U);
  for (const ml::ChangeReport& report : log.changes) {
    EXPECT_EQ(report.change.epoch, 1);
    EXPECT_EQ(report.change.step, 2U);
    EXPECT_FALSE(report.replayed);
  }
  EXPECT_FLOAT_EQ(static_cast<float>(log.changes[0].before), 1e-2F);
  EXPECT_FLOAT_EQ(static_cast<float>(log.changes[0].change.value), 2e-3F);
  EXPECT_EQ(log.changes[1].before, 4);
  EXPECT_EQ(log.changes[1].change.value, 6);
  EXPECT_EQ(log.changes[2].before, 0);
  EXPECT_EQ(log.changes[2].change.value, 5);
}

TEST_F(Steered, AnEpochThatHasBegunIsFinishedWhenFewerAreAskedFor) {
  ml::TrainControl control;
  Log log;
  log.at_step = [&](const ml::StepReport& report) {
    if (report.epoch == 2 && report.step == 0) control.set_epochs(1);
  };
  const ml::TrainResult result = train(config_, control, log);
  EXPECT_EQ(result.end, ml::TrainEnd::Finished);
  EXPECT_EQ(result.epochs_run, 3);
  ASSERT_EQ(log.changes.size(), 1U);
  EXPECT_EQ(log.changes[0].change.value, 3);
}

TEST_F(Steered, AnotherDepthWaitsForTheEpochToEndAndSaysHowToGoOn) {
  ml::TrainControl control;
  Log log;
  log.at_step = [&](const ml::StepReport& report) {
    if (report.epoch == 1 && report.step == 0) control.set_depth(ml::Depth::Tail, 1e-4F);
  };
  const ml::TrainResult result = train(config_, control, log);
  EXPECT_EQ(result.end, ml::TrainEnd::OtherDepth);
  EXPECT_EQ(result.epochs_run, 2);
  ASSERT_TRUE(result.next);
  EXPECT_EQ(result.next->depth, ml::Depth::Tail);
  EXPECT_EQ(result.next->epochs, 2);
  EXPECT_EQ(result.next->learning_rate, 1e-4F);
  ASSERT_EQ(log.changes.size(), 1U);
  EXPECT_EQ(log.changes[0].change.epoch, 2);
  EXPECT_EQ(log.changes[0].change.step, 0U);
  EXPECT_EQ(log.changes[0].depth_before, ml::Depth::Head);
}

TEST_F(Steered, ADepthThatDoesNotFitIsRefusedAndTheRunGoesOn) {
  config_.depth = ml::Depth::Whole;
  config_.mix.cutmix_alpha = 0.5;
  config_.epochs = 2;
  ml::TrainControl control;
  control.set_depth(ml::Depth::Head, 1e-3F);
  Log log;
  const ml::TrainResult result = train(config_, control, log);
  EXPECT_EQ(result.end, ml::TrainEnd::Finished);
  ASSERT_EQ(log.changes.size(), 1U);
  EXPECT_NE(log.changes[0].refused.find("CutMix"), std::string::npos) << log.changes[0].refused;
}

TEST_F(Steered, ValuesThatNoRunCouldHaveAreRefused) {
  ml::TrainControl control;
  expect_error([&] { control.set_learning_rate(0); }, {"above 0"});
  expect_error([&] { control.set_depth(ml::Depth::Tail, NAN); }, {"above 0"});
  expect_error([&] { control.set_epochs(0); }, {"0 epochs"});
  expect_error([&] { control.set_patience(-1); }, {"patience", "-1"});
}

// Pauses, another rate in the middle of an epoch, more epochs, and a stop.
TEST_F(Steered, AReplayFromTheLogIsTheSameBitForBit) {
  ml::TrainControl control;
  Log log;
  log.at_step = [&](const ml::StepReport& report) {
    if (report.epoch == 0 && report.step == 2) control.set_learning_rate(3e-3F);
    if (report.epoch == 1 && report.step == 0) control.pause();
    if (report.epoch == 1 && report.step == 3) control.set_epochs(7);
    if (report.epoch == 5 && report.step == 1) control.stop_and_keep_best();
  };
  beside(control, log, [&] {
    wait_until(control, State::Paused);
    control.resume();
  });
  EXPECT_EQ(result_.end, ml::TrainEnd::Stopped);
  std::vector<ml::TrainChange> script;
  for (const ml::ChangeReport& report : log.changes) script.push_back(report.change);

  ml::TrainControl again;
  again.replay(script);
  Log replayed;
  const ml::TrainResult result = train(config_, again, replayed);
  EXPECT_EQ(result.end, ml::TrainEnd::Stopped);
  EXPECT_EQ(result.model.weights, result_.model.weights);
  EXPECT_EQ(result.val_probabilities, result_.val_probabilities);
  ASSERT_EQ(replayed.steps.size(), log.steps.size());
  for (std::size_t i = 0; i < log.steps.size(); ++i) EXPECT_EQ(replayed.steps[i].loss, log.steps[i].loss) << i;

  ml::TrainControl none;
  Log unchanged;
  EXPECT_NE(train(config_, none, unchanged).model.weights, result_.model.weights) << "the changes mattered";
}

class Prolonged : public Steered, public ::testing::WithParamInterface<ml::RateSchedule> {};

// The cosine of a run of three epochs is down after them; that of five is not.
TEST_P(Prolonged, AFinishedRunEndsAsALongerOneUnlessItsRateKnewTheNumberOfEpochs) {
  config_.schedule = GetParam();
  config_.plateau_patience = 0;
  ml::TrainControl control;
  config_.epochs = 5;
  Log whole;
  const ml::TrainResult longer = train(config_, control, whole);
  config_.epochs = 3;
  Witness first;
  train(config_, control, first);
  ASSERT_TRUE(first.end);
  EXPECT_EQ(first.end->epochs_done, 3);

  ml::TrainControl more;
  more.set_epochs(5);
  Log rest;
  const ml::TrainResult prolonged = train(config_, more, rest, &*first.end);
  EXPECT_EQ(prolonged.epochs_run, 5);
  EXPECT_EQ(rest.epochs.size(), 2U);
  EXPECT_EQ(prolonged.model.weights == longer.model.weights, GetParam() != ml::RateSchedule::Cosine);
}

INSTANTIATE_TEST_SUITE_P(Schedules, Prolonged,
                         ::testing::Values(ml::RateSchedule::Constant, ml::RateSchedule::Plateau,
                                           ml::RateSchedule::Cosine));

TEST_F(Steered, ARunThatStoppedEarlyGoesOnWithMorePatience) {
  config_.epochs = 12;
  config_.patience = 1;
  config_.learning_rate = 1.F;  // it does not settle
  Witness first;
  ml::TrainControl control;
  const ml::TrainResult early = train(config_, control, first);
  ASSERT_EQ(early.end, ml::TrainEnd::StoppedEarly);
  ASSERT_TRUE(first.end);

  Log same, rest;
  ml::TrainControl none, patient;
  EXPECT_EQ(train(config_, none, same, &*first.end).end, ml::TrainEnd::StoppedEarly);
  EXPECT_TRUE(same.epochs.empty());
  patient.set_patience(0);
  EXPECT_EQ(train(config_, patient, rest, &*first.end).epochs_run, 12);
}

std::map<std::string, double> distances(const ml::Model& a, const ml::Model& b) {
  std::map<std::string, double> squares;
  for (const auto& [name, tensor] : a.weights.tensors()) {
    const auto& other = b.weights.at(name).values;
    for (std::size_t i = 0; i < other.size(); ++i)
      squares[name.substr(0, name.find('.', name.find('.') + 1))] +=
          std::pow(static_cast<double>(tensor.values[i]) - static_cast<double>(other[i]), 2);
  }
  for (auto& [block, sum] : squares) sum = std::sqrt(sum);
  return squares;
}

// With one batch an epoch the update's norm is the distance between the models of two epochs.
TEST_F(Steered, TheNormOfAnUpdateIsHowFarTheBlockWent) {
  config_.batch = 32;
  config_.depth = ml::Depth::Tail;
  config_.learning_rate = 1e-3F;
  ml::TrainControl control;
  Witness log;
  ml::train(small_model(), data_, nullptr, config_, control, log);  // a head without running statistics
  ASSERT_EQ(log.models.size(), 4U);
  for (std::size_t epoch = 1; epoch < 4; ++epoch) {
    const auto expected = distances(log.models[epoch], log.models[epoch - 1]);
    ASSERT_FALSE(log.epochs[epoch].norms.empty());
    for (const ml::BlockNorm& norm : log.epochs[epoch].norms) {
      EXPECT_NEAR(norm.update, expected.at(norm.block), 1e-6 + 1e-4 * norm.update) << norm.block;
      EXPECT_GT(norm.gradient, 0) << norm.block;
    }
  }
  EXPECT_EQ(log.epochs[1].norms.back().block.substr(0, 11), "classifier.");
}

TEST_F(Steered, EveryStageTellsHowFarItIsAndHowLongItStillTakes) {
  std::vector<ml::PhaseReport> reports;
  Log log;
  log.at_phase = [&](const ml::PhaseReport& report) { reports.push_back(report); };
  config_.augment.rotation_deg = 20;
  config_.views_per_image = 4;
  ml::TrainControl control;
  train(config_, control, log);
  std::size_t last = 0, timed = 0;
  for (const ml::PhaseReport& report : reports) {
    if (report.name != "extracting features") continue;
    EXPECT_GE(report.done, last);
    EXPECT_EQ(report.total, 32U * 5 + 16);
    if (report.done > 0) {
      ++timed;
      EXPECT_GT(report.images_per_second, 0);
      EXPECT_NEAR(report.seconds_left, static_cast<double>(report.total - report.done) / report.images_per_second,
                  1e-6);
    }
    last = report.done;
  }
  EXPECT_EQ(last, 32U * 5 + 16);
  EXPECT_GE(timed, 10U);
  EXPECT_GT(log.steps.front().seconds_left, 0);
  EXPECT_EQ(log.steps.back().seconds_left, 0);
}

}  // namespace
