// A run of the application that is cut off goes on and ends as if nothing had happened; phases follow each other.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "app/demo/demo_writer.h"
#include "app/workspace/import.h"
#include "app/workspace/model_store.h"
#include "app/workspace/train_request.h"
#include "app/workspace/training.h"
#include "db/runs.h"
#include "tests/file_size_limit.h"
#include "tests/temp_folder.h"

namespace app {
namespace {

class TrainingResume : public ::testing::Test {
 protected:
  TrainingResume() {
    const auto report = demo::write_demo(folder_ / "images", demo::for_images({}, 90));
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    import_images(*workspace_, read_index_table(report.index_file), {}, {});
  }

  // Two phases of the head, so that a cut may fall into either.
  static TrainRequest request() {
    TrainRequest request;
    request.model = "starter";
    request.preset = "reference-improved";
    request.settings = {{"1:epochs", "3"}, {"2:epochs", "3"}, {"augment.shift_fraction", "0.1"}, {"batch", "16"}};
    return request;
  }
  TrainOutcome train() {
    ml::TrainControl control;
    return run_training(*workspace_, request(), control, {.keep_state_every = std::chrono::milliseconds(0)}, 1);
  }
  // Cancelled at the first step of an epoch, counted over the whole run.
  RunId cut_off(int epoch) {
    ml::TrainControl control;
    Snapshot<TrainProgress> progress;
    const auto watch = [&] {
      const auto now = progress.latest();
      if (now && static_cast<int>(now->epochs_done.size()) >= epoch) control.cancel();
    };
    const TrainOutcome outcome =
        run_training(*workspace_, request(), control, {&progress, watch, std::chrono::milliseconds(0)}, 1);
    EXPECT_EQ(outcome.end, "cancelled");
    EXPECT_EQ(outcome.epochs_run, epoch);
    return outcome.run;
  }
  TrainOutcome resume(RunId run) {
    ml::TrainControl control;
    return resume_training(*workspace_, {.run = run}, control, {.keep_state_every = std::chrono::milliseconds(0)});
  }
  // The log without its last column, which is time.
  std::string log_of(RunId run, const char* name) const {
    std::ifstream file(workspace_->run_folder(run) / name);
    std::ostringstream text;
    for (std::string line; std::getline(file, line);) text << line.substr(0, line.rfind(',')) << '\n';
    return text.str();
  }

  test_support::TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
};

TEST_F(TrainingResume, ends_as_a_run_that_was_not_cut_off) {
  const TrainOutcome whole = train();
  EXPECT_EQ(whole.epochs_run, 6);
  for (const int epoch : {1, 3, 5}) {
    const RunId run = cut_off(epoch);
    EXPECT_EQ(db::run(workspace_->reader(), run)->state, db::RunState::Stopped);
    const TrainOutcome resumed = resume(run);
    EXPECT_EQ(resumed.end, whole.end) << epoch;
    EXPECT_EQ(resumed.best_epoch, whole.best_epoch);
    EXPECT_EQ(resumed.best_criterion, whole.best_criterion);
    EXPECT_EQ(ml::load_model(resumed.model_file).weights.tensors(), ml::load_model(whole.model_file).weights.tensors());
    EXPECT_EQ(log_of(run, "log.csv"), log_of(whole.run, "log.csv"));
    EXPECT_EQ(log_of(run, "steps.csv"), log_of(whole.run, "steps.csv"));
    EXPECT_EQ(db::run(workspace_->reader(), run)->state, db::RunState::Finished);
  }
}

TEST_F(TrainingResume, a_finished_run_is_not_resumed_without_more_epochs) {
  const TrainOutcome whole = train();
  EXPECT_THROW(resume(whole.run), std::runtime_error);
  EXPECT_THROW(resume(999), std::runtime_error);
  EXPECT_EQ(db::run(workspace_->reader(), whole.run)->state, db::RunState::Finished);
}

TEST_F(TrainingResume, an_unknown_setting_leaves_no_run_behind) {
  TrainRequest wrong = request();
  wrong.settings.emplace_back("no_such", "1");
  ml::TrainControl control;
  EXPECT_THROW(run_training(*workspace_, wrong, control, {}, 1), std::runtime_error);
  EXPECT_TRUE(db::runs(workspace_->reader()).empty());
}

TEST_F(TrainingResume, a_full_disk_ends_the_run_with_its_last_checkpoint_intact) {
  const TrainOutcome whole = train();
  ml::TrainControl control;
  Snapshot<TrainProgress> progress;
  std::optional<test_support::FileSizeLimit> full;
  const auto watch = [&] {
    const auto now = progress.latest();
    if (now && now->epochs_done.size() >= 2 && !full)
      full.emplace(1'500'000);  // the state is larger, the database is not
  };
  try {
    run_training(*workspace_, request(), control, {&progress, watch, std::chrono::milliseconds(0)}, 1);
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("checkpoint"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("is the disk full?"), std::string::npos) << error.what();
  }
  full.reset();
  EXPECT_EQ(progress.latest()->epochs_done.size(), 2U) << "nothing is learnt that cannot be kept";
  const RunId run = db::runs(workspace_->reader()).front().id;
  EXPECT_EQ(db::run(workspace_->reader(), run)->state, db::RunState::Failed);
  EXPECT_FALSE(db::run(workspace_->reader(), run)->message.empty());
  for (const auto& file : std::filesystem::directory_iterator(workspace_->run_folder(run))) {
    EXPECT_EQ(file.path().string().find(".tmp"), std::string::npos) << file.path();  // nothing half written stays
  }
  const TrainOutcome resumed = resume(run);
  EXPECT_EQ(resumed.end, "finished");
  EXPECT_EQ(ml::load_model(resumed.model_file).weights.tensors(), ml::load_model(whole.model_file).weights.tensors());
}

// Another program writes for a little longer than a decision waits for it.
TEST_F(TrainingResume, an_epoch_that_a_lock_was_in_the_way_of_is_saved_with_the_next) {
  ml::TrainControl control;
  Snapshot<TrainProgress> progress;
  std::vector<std::string> said;
  std::atomic<bool> is_said = false;
  std::jthread other;
  const auto watch = [&] {
    const auto now = progress.latest();
    if (!now || now->epochs_done.empty() || other.joinable()) return;
    sqlite3* held = nullptr;
    ASSERT_EQ(sqlite3_open((workspace_->folder() / "nevus.db").c_str(), &held), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(held, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    other = std::jthread([held, &is_said] {
      is_said.wait(false);
      sqlite3_close(held);
    });
  };
  const TrainOutcome outcome = run_training(*workspace_, request(), control,
                                            {.progress = &progress,
                                             .on_change = watch,
                                             .keep_state_every = std::chrono::milliseconds(0),
                                             .on_trouble =
                                                 [&](const std::string& text) {
                                                   said.push_back(text);
                                                   is_said = true;
                                                   is_said.notify_all();
                                                 }},
                                            1);
  is_said = true;
  is_said.notify_all();
  EXPECT_EQ(outcome.end, "finished");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_NE(said[0].find("epoch 2 is not saved yet"), std::string::npos) << said[0];
  EXPECT_EQ(db::epochs(workspace_->reader(), outcome.run).size(), 6U);
}

TEST_F(TrainingResume, more_threads_than_processors_are_refused) {
  ml::TrainControl control;
  try {
    run_training(*workspace_, request(), control, {}, 4096);
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("4096 threads"), std::string::npos) << error.what();
  }
}

TEST_F(TrainingResume, a_run_goes_on_with_as_many_threads_as_it_began_with) {
  const RunId run = cut_off(1);
  EXPECT_EQ(request_from_json(db::run(workspace_->reader(), run)->config_json).threads, 1);
  EXPECT_EQ(resume(run).end, "finished");  // its checkpoint refuses any other number
}

}  // namespace
}  // namespace app
