// What is read of a run for its view.
#include "app/models/run_reader.h"

#include <gtest/gtest.h>

#include "app/workspace/train_request.h"
#include "db/runs.h"
#include "tests/app/filled_workspace.h"

namespace app {
namespace {

TEST(RunReader, patience_is_what_the_run_went_on_with) {
  test_support::FilledWorkspace set;
  RunId id = 0;
  const auto patience = [&] {
    return read_run(set.workspace, *set.workspace.make_reader(), id, {}, nullptr)->patience_epochs;
  };
  const auto happened = [&](const char* json) {
    set.write("Resume", [&](db::Transaction& t) {
      db::add_run_event(t, {.run = id, .epoch = 2, .kind = "patience", .json = json});
    });
  };
  db::Run run;
  run.target = "malignant";
  run.depth = "head";
  run.config_json = R"({"patience":8})";
  set.write("Train", [&](db::Transaction& t) { id = db::add_run(t, run); });
  EXPECT_EQ(patience(), 8);
  happened(R"({"old":8,"new":0})");
  EXPECT_EQ(patience(), 0);
  happened(R"({"old":0,"new":5,"refused":"no"})");
  EXPECT_EQ(patience(), 0);
}

TEST(RunReader, of_a_run_that_another_program_trains_tells_its_epochs_and_the_best_so_far) {
  test_support::FilledWorkspace set;
  db::Run run;
  run.target = "malignant";
  run.depth = "head";
  TrainRequest asked;
  asked.target = "malignant";
  asked.epochs = 300;
  run.config_json = to_json(asked);
  RunId id = 0;
  set.write("Train", [&](db::Transaction& t) {
    id = db::add_run(t, run);
    for (int epoch = 1; epoch <= 4; ++epoch)
      db::save_epoch(t,
                     {id, epoch, 0.5, 0.5, 0.8, 0.8, 1e-3, 1.0, epoch < 4 ? R"({"best":true})" : R"({"best":false})"});
    db::save_checkpoint(t, {id, 1, "runs/x/best.safetensors", 0.8, true});
  });
  const auto details = read_run(set.workspace, *set.workspace.make_reader(), id, {}, nullptr);
  EXPECT_EQ(details->state, RunState::Running);
  EXPECT_EQ(details->epochs_asked, 300);
  EXPECT_EQ(details->best_so_far, 3);
  EXPECT_EQ(details->calibration.words, "not calibrated: fitted when it ends");
}

}  // namespace
}  // namespace app
