// The Wall with the keyboard and the mouse: layouts, lasso, label keys, undo, the threshold's line, Inspect and back.
#include <cstdlib>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/import.h"
#include "app/workspace/run_threshold.h"
#include "app/workspace/training.h"
#include "db/runs.h"
#include "tests/temp_folder.h"

namespace {
using app::Workspace;
using test_support::TempFolder;

class WallPageFlow : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1);
    const auto set = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, 60));
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    app::import_images(*workspace_, app::read_index_table(set.index_file), {}, {});
  }
  void train() {
    app::TrainRequest request;
    request.target = "malignant";
    request.epochs = 3;
    request.allow_leak = true;
    ml::TrainControl control;
    app::run_training(*workspace_, request, control, {}, 1);
  }
  void play(const std::string& script) {
    app::OpenOptions options;
    options.headless = true;
    options.script = folder_.write("session.txt", "key f5\nwait 3\n" + script);
    options.output = folder_ / "out";
    const app::SessionReport report = app::open_workbench(*workspace_, options);
    EXPECT_TRUE(report.passed) << report.failure;
  }

  TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
};

TEST_F(WallPageFlow, a_lasso_selects_keys_label_and_undo_takes_it_back) {
  play(R"(
expect page == wall
expect wall.layout == grid
expect wall.missing == ""
key home
expect focus.position == 0
key right
expect focus.position == 1
expect selected == 1
drag 100 190 1220 900
expect selected > 50
key escape
expect selected == 0
click @wall.canvas
expect selected == 1
key 2
expect focus.class != ""
wait until unsaved == 0 timeout 20
expect undo != ""
key ctrl+z
wait until unsaved == 0 timeout 20
click @wall.canvas
key enter
expect page == inspect
key f5
expect page == wall
)");
}

TEST_F(WallPageFlow, shift_and_arrows_select_up_to_there_in_the_grid_and_add_elsewhere) {
  play(R"(
key home
key right
expect selected == 1
key shift+right
key shift+right
expect selected == 3
expect focus.position == 3
key shift+left
expect selected == 2
key shift+home
expect selected == 2
expect focus.position == 0
key ctrl+6
wait until wall.placed > 50 timeout 20
wait until wall.moves == 0
key home
expect selected == 1
key shift+up
key shift+down
key shift+left
key shift+right
expect selected > 1
)");
}

TEST_F(WallPageFlow, keys_and_the_wheel_zoom_and_one_key_fits_all_again) {
  play(R"(
wait until wall.moves == 0
expect wall.zoom > 60
expect wall.zoom < 140
click @wall.canvas
key +
key +
wait until wall.moves == 0
expect wall.zoom > 140
move @wall.canvas
wheel 5
expect wall.zoom > 300
wheel 20
wait 3
expect selected == 1
key f
wait until wall.moves == 0
expect wall.zoom < 140
key -
wait until wall.moves == 0
expect wall.zoom < 100
)");
}

TEST_F(WallPageFlow, without_a_run_it_says_what_is_missing_and_leads_there) {
  play(R"(
click @wall.layout.Scores
wait 2
expect wall.layout == scores
expect wall.missing contains No run
click @wall.way_out
expect page == train
key f5
key ctrl+6
wait until wall.placed > 50 timeout 20
key ctrl+5
wait 2
expect wall.missing contains No run
key ctrl+1
wait until wall.moves == 0
expect wall.missing == ""
)");
}

TEST_F(WallPageFlow, a_map_that_was_stopped_can_be_asked_for_again) {
  play(R"(
key ctrl+4
wait until wall.map contains features timeout 20
click @wall.way_out
click @wall.map_stop
wait 2
expect wall.map contains features
expect wall.missing contains kept
click @wall.way_out
wait until wall.map == axes timeout 120
)");
}

TEST_F(WallPageFlow, the_line_that_is_only_looked_at_moves_no_threshold) {
  train();
  workspace_->writer().transact_and_wait("Keep a threshold",
                                         [](db::Transaction& t) { app::keep_threshold(t, 1, 0.274843); });
  play(R"(
wait until eval.n > 0 timeout 60
key ctrl+2
wait until wall.moves == 0
wait 5
expect wall.layout == scores
expect eval.threshold == 0.274843
)");
  EXPECT_EQ(db::run(workspace_->reader(), 1)->threshold, 0.274843);
}

TEST_F(WallPageFlow, the_line_is_dragged_and_everything_follows) {
  train();
  play(R"(
wait until eval.n > 0 timeout 60
key ctrl+2
wait until wall.moves == 0
expect wall.layout == scores
expect wall.missing == ""
expect eval.threshold == 0.500000
drag @wall.threshold -200 0
expect eval.threshold < 0.45
expect wall.moves == 1
wait until wall.moves == 0
key ctrl+3
wait until wall.moves == 0
expect wall.placed > 10
key ctrl+5
wait until wall.moves == 0
expect wall.placed > 5
key ctrl+4
wait until wall.map == axes timeout 60
click @wall.map.Neighbours
wait until wall.map == neighbours timeout 60
wait until wall.moves == 0
expect wall.placed > 10
key b
key ctrl+2
wait 3
expect wall.missing contains blind
)");
}

}  // namespace
