// What is kept with a run stands in its row and in its model's file alike, whoever else keeps or trains at the time.
#include "app/workspace/run_file.h"

#include <thread>

#include <gmock/gmock.h>

#include "app/workspace/referral_choice.h"
#include "app/workspace/run_lock.h"
#include "app/workspace/run_threshold.h"
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

}  // namespace
}  // namespace app
