// What is read of a run for its view.
#include "app/models/run_reader.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace app
