// A run of the application that is held by hand: changed on the way, logged, resumed once it has ended, branched from
// and replayed.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/core/json.h"
#include "app/demo/demo_writer.h"
#include "app/workspace/import.h"
#include "app/workspace/kept_models.h"
#include "app/workspace/train_request.h"
#include "app/workspace/training.h"
#include "db/runs.h"
#include "ml/arch/trainable.h"
#include "tests/temp_folder.h"

namespace app {
namespace {

class TrainingHeld : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    pictures_ = std::make_unique<test_support::TempFolder>();
    index_ = demo::write_demo(*pictures_ / "images", demo::for_images({}, 90)).index_file;
  }
  static void TearDownTestSuite() { pictures_.reset(); }
  TrainingHeld() {
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    import_images(*workspace_, read_index_table(index_), {}, {});
  }

  static TrainRequest request(int epochs) {
    TrainRequest request;
    request.model = "starter";
    request.epochs = epochs;
    request.patience_epochs = 0;
    request.batch_size = 16;
    return request;
  }
  // `steer` is called after each epoch with how many are done.
  TrainOutcome train(const TrainRequest& request, const std::function<void(ml::TrainControl&, int)>& steer = {}) {
    ml::TrainControl control;
    Snapshot<TrainProgress> progress;
    int told = 0;
    const auto watch = [&] {
      const auto now = progress.latest();
      const int done = now ? static_cast<int>(now->epochs_done.size()) : 0;
      if (done == told || !steer) return;
      told = done;
      steer(control, done);
    };
    return run_training(*workspace_, request, control, {.progress = &progress, .on_change = watch}, 1);
  }
  TrainOutcome resume(const ResumeOrder& order) {
    ml::TrainControl control;
    return resume_training(*workspace_, order, control, {});
  }
  TrainOutcome replay(RunId run) {
    ml::TrainControl control;
    return replay_training(*workspace_, run, control, {});
  }
  static ml::Weights weights_of(const TrainOutcome& outcome) { return ml::load_model(outcome.model_file).weights; }
  static void expect_same(const TrainOutcome& a, const TrainOutcome& b) {
    EXPECT_EQ(weights_of(a).tensors(), weights_of(b).tensors());
    EXPECT_EQ(a.best_epoch, b.best_epoch);
    EXPECT_EQ(a.best_criterion, b.best_criterion);
  }
  std::vector<db::RunEvent> events(RunId run) {
    workspace_->writer().transact_and_wait("Nothing", [](db::Transaction&) {});  // those before it are written
    return db::run_events(*workspace_->make_reader(), run);
  }
  std::vector<std::string> told(RunId run) {
    std::vector<std::string> all;
    for (const db::RunEvent& event : events(run))
      all.push_back(std::to_string(event.epoch) + ":" + std::to_string(event.step) + " " + event.kind + ", " +
                    Json::parse(event.json).at("text").get<std::string>());
    return all;
  }
  void expect_refused(const std::function<void()>& work, const std::string& why) {
    try {
      work();
      ADD_FAILURE() << "nothing was thrown, expected: " << why;
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
    }
  }

  static inline std::unique_ptr<test_support::TempFolder> pictures_;  // made once: drawing them takes longest
  static inline std::filesystem::path index_;
  test_support::TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
};

TEST_F(TrainingHeld, every_change_is_logged_with_its_place_and_what_was_before) {
  const TrainOutcome outcome = train(request(4), [](ml::TrainControl& control, int done) {
    if (done == 1) control.set_learning_rate(2e-3F);
    if (done == 2) control.set_epochs(5), control.set_patience(3);
    if (done == 4) control.stop_and_keep_best();
  });
  EXPECT_EQ(outcome.end, "stopped");
  EXPECT_EQ(told(outcome.run),
            (std::vector<std::string>{"2:0 learning_rate, learning rate 0.001 -> 0.002", "3:0 epochs, epochs 4 -> 5",
                                      "3:0 patience, patience 0 -> 3", "5:0 stop, stopped"}));
  const auto json = Json::parse(events(outcome.run)[1].json);
  EXPECT_EQ(json.at("old").get<int>(), 4);
  EXPECT_EQ(json.at("new").get<int>(), 5);
}

TEST_F(TrainingHeld, a_replay_makes_the_same_weights_from_the_log) {
  const TrainOutcome changed = train(request(4), [](ml::TrainControl& control, int done) {
    if (done == 1) control.set_learning_rate(2e-2F);
    if (done == 2) control.set_epochs(6);
  });
  EXPECT_EQ(changed.epochs_run, 6);
  const TrainOutcome again = replay(changed.run);
  EXPECT_NE(again.run, changed.run);
  EXPECT_FALSE(again.replay_differs) << again.replay;
  expect_same(again, changed);
  EXPECT_EQ(told(again.run), told(changed.run));
  EXPECT_EQ(request_from_json(db::run(workspace_->reader(), again.run)->config_json).replay_of, changed.run);
}

TEST_F(TrainingHeld, a_replay_that_comes_out_otherwise_says_so) {
  const TrainOutcome first = train(request(2));
  TrainRequest other = request(2);
  other.learning_rate = 0.05F;
  std::filesystem::copy_file(train(other).model_file, first.model_file,
                             std::filesystem::copy_options::overwrite_existing);
  const TrainOutcome again = replay(first.run);
  EXPECT_TRUE(again.replay_differs);
  EXPECT_NE(again.replay.find("differs from run 1: the tensor classifier"), std::string::npos) << again.replay;
}

TEST_F(TrainingHeld, another_depth_begins_where_an_epoch_does_and_replays) {
  TrainRequest asked = request(4);
  asked.settings = {{"batch", "32"}};
  const TrainOutcome outcome = train(asked, [](ml::TrainControl& control, int done) {
    if (done == 2) control.set_depth(ml::Depth::Tail, 1e-4F);
  });
  EXPECT_EQ(outcome.end, "finished");
  EXPECT_EQ(outcome.epochs_run, 4);
  EXPECT_EQ(told(outcome.run), std::vector<std::string>{"3:0 depth, depth head -> tail, rate 0.0001"});
  const auto epochs = db::epochs(*workspace_->make_reader(), outcome.run);
  ASSERT_EQ(epochs.size(), 4U);
  const auto blocks = [&](std::size_t epoch) { return Json::parse(epochs[epoch].metrics_json).at("norms").size(); };
  EXPECT_LT(blocks(1), blocks(2)) << "blocks of the tail learn too";
  const TrainOutcome again = replay(outcome.run);
  EXPECT_FALSE(again.replay_differs) << again.replay;
}

TEST_F(TrainingHeld, a_finished_run_goes_on_and_ends_as_a_longer_one) {
  const TrainOutcome longer = train(request(5));
  const TrainOutcome first = train(request(3));
  const TrainOutcome more = resume({.run = first.run, .epochs = 5});
  EXPECT_EQ(more.run, first.run);
  EXPECT_EQ(more.epochs_run, 5);
  expect_same(more, longer);
  EXPECT_EQ(told(first.run),
            (std::vector<std::string>{"4:0 continued, went on after epoch 3", "4:0 epochs, epochs 3 -> 5"}));
  const TrainOutcome again = replay(first.run);
  EXPECT_FALSE(again.replay_differs) << again.replay;
}

TEST_F(TrainingHeld, a_run_that_was_stopped_goes_on_to_its_end) {
  const TrainOutcome whole = train(request(5));
  const TrainOutcome stopped = train(request(5), [](ml::TrainControl& control, int done) {
    if (done == 2) control.stop_and_keep_best();
  });
  EXPECT_EQ(stopped.end, "stopped");
  const TrainOutcome rest = resume({.run = stopped.run});
  EXPECT_EQ(rest.end, "finished");
  expect_same(rest, whole);
  const TrainOutcome again = replay(stopped.run);
  EXPECT_FALSE(again.replay_differs) << again.replay;
}

TEST_F(TrainingHeld, going_on_without_a_way_on_is_refused_with_the_way_out) {
  const TrainOutcome finished = train(request(2));
  expect_refused([&] { resume({.run = finished.run}); }, "say with --epochs how many there shall be");
  expect_refused([&] { resume({.run = finished.run, .epochs = 2}); }, "has made 2 epochs; ask for more");
  TrainRequest impatient = request(30);
  impatient.patience_epochs = 1;
  impatient.learning_rate = 1;
  const TrainOutcome early = train(impatient);
  ASSERT_EQ(early.end, "stopped early");
  expect_refused([&] { resume({.run = early.run}); }, "Give it more with --patience");
  EXPECT_EQ(resume({.run = early.run, .epochs = early.epochs_run + 1, .patience = 0}).epochs_run, early.epochs_run + 1);
  std::filesystem::remove(workspace_->run_folder(finished.run) / "checkpoint.safetensors");
  expect_refused([&] { resume({.run = finished.run, .epochs = 9}); }, "--branch 1:best");
}

TEST_F(TrainingHeld, a_branch_begins_from_the_weights_of_a_kept_epoch_with_other_settings) {
  TrainRequest keeping = request(4);
  keeping.keep_every = 2;
  const TrainOutcome parent = train(keeping);
  std::vector<int> kept;
  for (const KeptModel& model : kept_models(*workspace_, *workspace_->make_reader(), parent.run)) {
    kept.push_back(model.epoch);
    EXPECT_GT(model.bytes, 100'000U);
  }
  EXPECT_TRUE(std::ranges::includes(kept, std::vector{2, 4}));
  TrainRequest branch = request(1);
  branch.parent = parent.run;
  branch.parent_epoch = 2;
  branch.settings = {{"learning_rate", "1e-12"}};
  const TrainOutcome child = train(branch);
  const db::Run row = *db::run(*workspace_->make_reader(), child.run);
  EXPECT_EQ(row.parent, parent.run);
  EXPECT_EQ(row.parent_epoch, 2);
  // A rate of nothing leaves the weights that it began from.
  const ml::Weights began = ml::load_model(kept_model_file(*workspace_, parent.run, 2)).weights;
  const ml::Weights now = weights_of(child);
  for (const auto& [name, tensor] : began.tensors())
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
      ASSERT_NEAR(tensor.values[i], now.at(name).values[i], 1e-6) << name;
  branch.parent_epoch = 3;
  if (parent.best_epoch != 3) expect_refused([&] { train(branch); }, "the weights of epoch 3 were not kept; there are");
  branch.parent = 99;
  expect_refused([&] { train(branch); }, "the workspace has no such run");
}

TEST_F(TrainingHeld, the_best_and_the_last_epoch_are_kept_by_default_and_what_they_take_is_said) {
  TrainRequest asked = request(6);
  asked.learning_rate = 0.3F;  // not every epoch is the best
  const TrainOutcome outcome = train(asked);
  const auto kept = kept_models(*workspace_, *workspace_->make_reader(), outcome.run);
  ASSERT_FALSE(kept.empty());
  EXPECT_EQ(kept.back().epoch, 6);
  EXPECT_EQ(kept.size(), outcome.best_epoch == 6 ? 1U : 2U);
  EXPECT_NE(outcome.kept.find(" MB"), std::string::npos) << outcome.kept;
}

TEST_F(TrainingHeld, an_epoch_has_the_norms_of_its_blocks) {
  const TrainOutcome outcome = train(request(1));
  const auto norms = Json::parse(db::epochs(*workspace_->make_reader(), outcome.run).front().metrics_json).at("norms");
  ASSERT_GT(norms.size(), 0U);
  for (const Json& norm : norms) {
    EXPECT_TRUE(norm.at("block").get<std::string>().starts_with("classifier"));
    EXPECT_GT(norm.at("gradient").get<double>(), 0);
    EXPECT_GT(norm.at("update").get<double>(), 0);
  }
}

}  // namespace
}  // namespace app
