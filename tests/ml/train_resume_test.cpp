// Checkpoints: a run that was cut off and goes on ends bit for bit as one that was not.
#include <optional>

#include <gtest/gtest.h>

#include "ml/arch/trainable.h"
#include "ml/train/checkpoint.h"
#include "tests/ml/discs.h"
#include "tests/ml/expect_error.h"
#include "tests/temp_folder.h"

namespace {

using namespace discs;

// Keeps the checkpoint of one epoch in a file, and cancels after it if asked to.
class Keeper : public Log {
 public:
  Keeper(std::filesystem::path file, int epoch) : file_(std::move(file)), epoch_(epoch) {}

  void on_checkpoint(int epoch, const std::function<ml::TrainCheckpoint()>& take) override {
    if (epoch == epoch_) ml::save_checkpoint(file_, take());
  }
  void on_best(int epoch, const std::function<ml::Model()>& take) override {
    best_epoch = epoch;
    best = take();
  }

  int best_epoch = -1;
  std::optional<ml::Model> best;

 private:
  std::filesystem::path file_;
  int epoch_;
};

// Everything that has state: momentum, averaged weights, where it began, a plateau, early stopping, augmentation,
// dropout, mixing, classes that are learnt along.
ml::TrainConfig busy_config(ml::Depth depth) {
  ml::TrainConfig config = config_for(depth, 6);
  config.schedule = ml::RateSchedule::Plateau;
  config.plateau_patience = 1;
  config.average_decay = 0.9F;
  config.clip_norm = 1.F;
  config.patience = 4;
  config.augment.rotation_deg = 20;
  config.augment.flip_horizontal = true;
  config.fresh_views = depth == ml::Depth::Tail;
  config.mix.mixup_alpha = 0.4;
  config.class_loss = 0.5F;
  if (depth == ml::Depth::Head) return config;
  config.mix.style_alpha = 0.3;
  config.l2_sp = 5.F;
  config.rate_decay_by_depth = 0.8F;
  config.kept_share = 0.7F;
  return config;
}

ml::Model model_with_dropout() { return small_model(ml::mlp_head(1)); }

class Resume : public ::testing::TestWithParam<ml::Depth> {};

TEST_P(Resume, EndsBitForBitAsARunThatWasNotCutOff) {
  const Discs source(48);
  ml::Dataset data = halves_of(source);
  for (std::size_t i = 0; i < source.size(); ++i) data.classes.push_back(static_cast<int>(i % 4));
  const ml::TrainConfig config = busy_config(GetParam());
  test_support::TempFolder folder;
  const auto file = folder.path() / "run.checkpoint";

  Keeper whole(file, 2);
  ml::TrainControl control;
  const ml::TrainResult expected = ml::train(model_with_dropout(), data, nullptr, config, control, whole);
  const ml::TrainCheckpoint from = ml::load_checkpoint(file);
  EXPECT_EQ(from.epochs_done, 3);

  Log rest;
  const ml::TrainResult resumed = ml::train(model_with_dropout(), data, nullptr, config, control, rest, &from);
  EXPECT_EQ(resumed.model.weights, expected.model.weights);
  EXPECT_EQ(resumed.best_epoch, expected.best_epoch);
  EXPECT_EQ(resumed.best_criterion, expected.best_criterion);
  EXPECT_EQ(resumed.epochs_run, expected.epochs_run);
  EXPECT_EQ(resumed.end, expected.end);
  EXPECT_EQ(resumed.val_probabilities, expected.val_probabilities);
  ASSERT_EQ(rest.epochs.size() + 3, whole.epochs.size());
  for (std::size_t i = 0; i < rest.epochs.size(); ++i) {
    EXPECT_EQ(rest.epochs[i].epoch, whole.epochs[i + 3].epoch);
    EXPECT_EQ(rest.epochs[i].train_loss, whole.epochs[i + 3].train_loss);
    EXPECT_EQ(rest.epochs[i].learning_rate, whole.epochs[i + 3].learning_rate);
  }
}

TEST_P(Resume, TheBestModelIsHandedOutWhenItIsFound) {
  const Discs source(24);
  test_support::TempFolder folder;
  Keeper log(folder.path() / "none", -1);
  ml::TrainControl control;
  const ml::TrainResult result =
      ml::train(small_model(), halves_of(source), nullptr, config_for(GetParam(), 3), control, log);
  EXPECT_EQ(log.best_epoch, result.best_epoch);
  ASSERT_TRUE(log.best);
  EXPECT_EQ(log.best->weights, result.model.weights);
}

// A state of an earlier version names fewer settings.
TEST(ResumedState, of_before_a_setting_existed_means_its_usual_value) {
  const Discs source(24);
  const ml::Dataset data = halves_of(source);
  ml::TrainConfig config = config_for(ml::Depth::Head, 3);
  test_support::TempFolder folder;
  const auto file = folder.path() / "run.checkpoint";
  Keeper log(file, 0);
  ml::TrainControl control;
  ml::train(small_model(), data, nullptr, config, control, log);
  ml::TrainCheckpoint from = ml::load_checkpoint(file);
  std::string& settings = from.identity.at("settings");
  const std::string usual = "; l2_sp=0";
  ASSERT_NE(settings.find(usual), settings.npos);
  settings.erase(settings.find(usual), usual.size());
  Log rest;
  EXPECT_EQ(ml::train(small_model(), data, nullptr, config, control, rest, &from).epochs_run, 3);
  config.l2_sp = 1.F;
  expect_error([&] { ml::train(small_model(), data, nullptr, config, control, rest, &from); }, {"settings", "l2_sp=1"});
}

INSTANTIATE_TEST_SUITE_P(Depths, Resume, ::testing::Values(ml::Depth::Head, ml::Depth::Tail, ml::Depth::Whole),
                         [](const auto& depth) { return std::string(ml::depth_name(depth.param)); });

class Checkpoint : public ::testing::Test {
 protected:
  Checkpoint() {
    Keeper log(file(), 0);
    ml::TrainControl control;
    ml::train(small_model(), data_, nullptr, config_, control, log);
  }
  std::filesystem::path file() const { return folder_.path() / "run.checkpoint"; }
  void expect_refused(const ml::Dataset& data, const ml::TrainConfig& config, ml::Model model, const char* why) {
    const ml::TrainCheckpoint from = ml::load_checkpoint(file());
    ml::TrainControl control;
    Log log;
    expect_error([&] { ml::train(std::move(model), data, nullptr, config, control, log, &from); }, {why});
  }

  test_support::TempFolder folder_;
  Discs source_{24};
  ml::Dataset data_ = halves_of(source_);
  ml::TrainConfig config_ = config_for(ml::Depth::Head, 2);
};

TEST_F(Checkpoint, OfOtherSettingsIsRefusedByName) {
  config_.learning_rate *= 2;
  expect_refused(data_, config_, small_model(), "the settings differs");
}

TEST_F(Checkpoint, OfOtherLabelsIsRefused) {
  std::swap(data_.labels[0], data_.labels[1]);
  expect_refused(data_, config_, small_model(), "the data differs");
}

TEST_F(Checkpoint, OfOtherClassesIsRefused) {
  ml::Model model = small_model();
  model.spec.classes = {"light", "shade"};
  expect_refused(data_, config_, model, "the spec differs");
}

TEST_F(Checkpoint, OfAnotherContractIsRefused) {
  ml::Model model = small_model();
  model.contract.crop_fraction = 0.5;
  expect_refused(data_, config_, model, "the contract differs");
}

TEST_F(Checkpoint, CutShortIsRefusedWithItsPath) {
  std::filesystem::resize_file(file(), std::filesystem::file_size(file()) / 2);
  expect_error([&] { ml::load_checkpoint(file()); }, {file().c_str()});
}

TEST_F(Checkpoint, AModelIsNoCheckpoint) {
  ml::save_model(file(), small_model());
  expect_error([&] { ml::load_checkpoint(file()); }, {"holds no training state"});
}

TEST_F(Checkpoint, IsUntouchedWhenTheNewOneCannotBeWritten) {
  ml::TrainCheckpoint before = ml::load_checkpoint(file());
  expect_error([&] { ml::save_checkpoint(folder_.path() / "missing" / "run.checkpoint", before); }, {"missing"});
  EXPECT_EQ(ml::load_checkpoint(file()).network, before.network);
}

}  // namespace
