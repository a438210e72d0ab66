// What is kept with a run stands in its row and in its model's file alike, whoever else keeps or trains at the time.
#include "app/workspace/run_file.h"

#include <thread>

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "app/workspace/check.h"
#include "app/workspace/referral_choice.h"
#include "app/workspace/run_lock.h"
#include "app/workspace/run_threshold.h"
#include "ml/familiarity/familiarity.h"
#include "tests/app/trained_workspace.h"
#include "tests/failure_of.h"

namespace app {
namespace {
using test_support::TrainedWorkspace;
using ::testing::HasSubstr;

struct RunFile : ::testing::Test {
  static TrainedWorkspace& set() {
    static TrainedWorkspace trained;
    return trained;
  }
  static ml::Model file() { return ml::load_model(set().model_file); }
  Workspace workspace = set().open();
  RunId run = set().run;
};

TEST_F(RunFile, waits_for_another_who_keeps_something) {
  keep_threshold(workspace, run, std::nullopt);
  std::optional<RunLock> other(std::in_place, workspace.run_folder(run));
  std::jthread done([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    other.reset();
  });
  keep_threshold(workspace, run, 0.3);
  const auto row = kept_threshold(*db::run(*workspace.make_reader(), run));
  const auto in_file = threshold_of(file());
  ASSERT_TRUE(row && in_file);
  EXPECT_EQ(in_file->before_calibration, row->before_calibration);
}

TEST_F(RunFile, is_left_to_who_trains_the_run_and_what_is_refused_names_what_was_attempted) {
  set().calibrate(1.5, 0.3);
  const RunLock trainer(workspace.run_folder(run));
  switch_calibration(workspace, *workspace.make_reader(), run, false);
  EXPECT_FALSE(calibration_of(*db::run(*workspace.make_reader(), run)).fitted->on);
  EXPECT_TRUE(file().calibration->on);
  ReferralChoice choice;
  choice.run = run;
  const std::string why = test_support::failure_of([&] { keep_referral(workspace, choice); });
  EXPECT_THAT(why, HasSubstr("keeping what is answered: another Nevus trains this run just now"));
}

TEST_F(RunFile, stays_as_it_is_where_the_row_cannot_be_written) {
  set().calibrate(1.5, 0.3);
  const auto reader = workspace.make_reader();
  const auto database = workspace.folder() / "nevus.db", away = workspace.folder() / "away.db";
  std::filesystem::rename(database, away);
  EXPECT_ANY_THROW(switch_calibration(workspace, *reader, run, false));
  std::filesystem::rename(away, database);
  EXPECT_TRUE(file().calibration->on);
}

// The row changes as the first images are predicted after the last validation, as by another program.
TEST_F(RunFile, takes_what_was_kept_while_the_run_ended) {
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((workspace.folder() / "nevus.db").c_str(), &other), SQLITE_OK);
  const int made = sqlite3_exec(other,
                                "CREATE TRIGGER keeps AFTER INSERT ON prediction WHEN NEW.split = 'train' BEGIN "
                                "UPDATE run SET threshold = 0.3, threshold_json = '{\"rule\":{\"kind\":\"hand\"}}', "
                                "calibration_json = '{\"fitted\":{\"temperature\":1.5,\"bias\":[0,0],\"on\":false,"
                                "\"fitted_on\":\"val\"}}' WHERE id = NEW.run; END",
                                nullptr, nullptr, nullptr);
  ASSERT_EQ(made, SQLITE_OK) << sqlite3_errmsg(other);
  TrainRequest request;
  request.model = "starter";
  request.epochs = 1;
  request.allow_leak = true;
  ml::TrainControl control;
  const TrainOutcome outcome = run_training(workspace, request, control, {}, 1);
  sqlite3_exec(other, "DROP TRIGGER keeps", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  const db::Run row = *db::run(*workspace.make_reader(), outcome.run);
  ASSERT_EQ(row.threshold, 0.3) << "else this shows nothing";
  const ml::Model model = ml::load_model(outcome.model_file);
  EXPECT_EQ(kept_otherwise(model, row), "");
  ASSERT_TRUE(threshold_of(model) && model.calibration);
  EXPECT_FALSE(model.calibration->on);
  EXPECT_THAT(calibration_words(outcome.calibration), HasSubstr("switched off"));
  EXPECT_TRUE(ml::familiarity_of(model)) << "what was learnt last is in it too";
}

TEST_F(RunFile, that_says_something_else_than_the_row_is_found_and_named_with_what_mends_it) {
  set().calibrate(1.5, 0.3);
  keep_threshold(workspace, run, 0.3);
  const auto found = [&] { return describe(check_workspace(workspace, {})); };
  EXPECT_THAT(found(), testing::Not(HasSubstr("a copy of the file decides otherwise")));
  ml::Model model = file();
  model.calibration->temperature = 1.2;
  erase_threshold(model);
  ml::save_model(set().model_file, model);
  EXPECT_THAT(found(), testing::AllOf(HasSubstr("model's file says (calibration, threshold), so a copy"),
                                      HasSubstr("`nevus calibrate WORKSPACE 1 --on` writes the file by the run")));
  const auto becomes = [&](db::RunState state) {
    workspace.writer().transact_and_wait("Train", [&](db::Transaction& t) { db::set_run_state(t, run, state); });
  };
  becomes(db::RunState::Running);
  EXPECT_THAT(found(), testing::Not(HasSubstr("a copy of the file decides otherwise"))) << "cut off as it went on";
  becomes(db::RunState::Finished);
  switch_calibration(workspace, *workspace.make_reader(), run, true);
  EXPECT_THAT(found(), testing::Not(HasSubstr("a copy of the file decides otherwise")));
}

// What it was fitted on is the best epoch no more as it is to be kept.
TEST_F(RunFile, is_not_calibrated_by_an_epoch_that_is_the_best_no_more) {
  const auto reader = workspace.make_reader();
  const db::Reader::Snapshot before(*reader);
  const db::Checkpoint best = *db::best_checkpoint(*reader, run);
  const std::string kept = db::run(*reader, run)->calibration_json;
  const auto becomes = [&](db::Checkpoint checkpoint) {
    workspace.writer().transact_and_wait("Train", [&](db::Transaction& t) { db::save_checkpoint(t, checkpoint); });
  };
  db::Checkpoint other = best;
  other.epoch = best.epoch == 1 ? 2 : 1;
  becomes(other);
  const std::string why = test_support::failure_of([&] { fit_run_calibration(workspace, *reader, run); });
  EXPECT_THAT(why,
              HasSubstr("was trained meanwhile, and epoch " + std::to_string(best.epoch) + " is its best no more"));
  EXPECT_EQ(db::run(*workspace.make_reader(), run)->calibration_json, kept);
  becomes(best);
}

}  // namespace
}  // namespace app
