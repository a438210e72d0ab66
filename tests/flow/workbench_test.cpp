// A whole session of the workbench, headless, with the same events as a window gets: browse, relabel
// five images, undo two, train, open one with its Grad-CAM. The database afterwards holds exactly
// those decisions. Vulkan validation is on and must stay silent.
#include <cstdlib>

#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/import.h"
#include "db/labels.h"
#include "db/runs.h"
#include "tests/temp_folder.h"

namespace {
using app::Workspace;
using test_support::TempFolder;

constexpr const char* kTour = R"(
wait until thumbnails.missing == 0 timeout 120
expect images > 100
click @library.tile.0
key 2
key 2
key 3
key 3
key 1
key ctrl+z
key ctrl+z
shot library.png
click @nav.train
key ctrl+shift+v
wait until views.state != working timeout 60
expect views.state == failed
key escape
click @train.augment
wait 3
click @train.views
wait until views.state == ready timeout 60
wait 3
shot views.png
key escape
wait 3
expect views.state == closed
click @train.augment
click @train.start
wait until run.epochs_done > 0 timeout 300
wait until run.live == 0 timeout 300
expect run.state == finished
wait until eval.n > 10 timeout 60
shot train.png
click @train.matrix.0.0
wait 3
expect page == library
key ctrl+shift+f
click @nav.inspect
wait until inspect.state == ready timeout 60
wait until heat.state != computing timeout 60
expect heat.state != failed
shot inspect.png
resize 1280 800
wait 3
shot small.png
click @nav.train
wait 3
click @train.settings
text batch
key ctrl+enter
wait 5
expect run.live == 0
click @train.settings
key ctrl+a
text batch=many
click @train.start
wait 5
expect run.live == 0
expect run.state == finished
expect run.epochs_done > 0
wait until eval.n > 10 timeout 60
)";

class WorkbenchSession : public ::testing::Test {
 protected:
  // Whatever weights this account imported must not change what the session does.
  WorkbenchSession() { ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1); }

  void make_workspace(int images) {
    app::demo::DemoRecipe recipe;
    recipe.exact_duplicate_share = 0;
    recipe = app::demo::for_images(recipe, images);
    const auto report = app::demo::write_demo(folder_ / "images", recipe);
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    app::import_images(*workspace_, app::read_index_table(report.index_file), {}, {});
  }

  TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
};

TEST_F(WorkbenchSession, leaves_exactly_its_decisions_in_the_database) {
  make_workspace(120);
  const auto before = db::label_revision(workspace_->reader());
  app::OpenOptions options;
  options.headless = true;
  options.script = folder_.write("session.txt", kTour);
  options.output = folder_ / "out";
  options.validation = true;
  const app::SessionReport report = app::open_workbench(*workspace_, options);
  EXPECT_TRUE(report.passed) << report.failure;
  EXPECT_TRUE(report.validation.empty()) << report.validation.front();
  EXPECT_EQ(report.shots.size(), 5U);

  // A key that gives the label an image already has writes no event, so the count depends on the
  // images; each undo reverses one decision, whatever it was.
  int decided = 0, undone = 0;
  for (const auto& [event, image, from, to] : db::label_log(workspace_->reader(), 100)) {
    if (event.id <= before) continue;
    decided += event.source == db::LabelSource::User ? 1 : 0;
    undone += event.source == db::LabelSource::Undo ? 1 : 0;
  }
  EXPECT_GE(decided, 2);
  EXPECT_LE(decided, 5);
  EXPECT_EQ(undone, 2);
  EXPECT_TRUE(db::verify_log(workspace_->reader()).sound());
  const auto runs = db::runs(workspace_->reader());
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].state, db::RunState::Finished);
  EXPECT_EQ(runs[0].label_revision, db::label_revision(workspace_->reader()));
}

TEST_F(WorkbenchSession, imports_through_its_dialog) {
  app::demo::DemoRecipe recipe;
  app::demo::write_demo(folder_ / "images", app::demo::for_images(recipe, 30));
  workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
  app::OpenOptions options;
  options.headless = true;
  options.script = folder_.write(
      "session.txt",
      "click @library.import\nwait 3\nclick @import.path\nkey ctrl+a\ntext " + folder_.path().string() +
          "\nkey enter\nwait 5\nclick @import.entry.images\n"
          "wait until import.content contains images timeout 20\nshot dialog.png\nclick @import.folder\n"
          "wait until plan == ready timeout 30\nwait 3\nshot plan.png\nclick @plan.import\n"
          "wait until images > 25 timeout 60\nwait until thumbnails.missing == 0 timeout 60\nshot imported.png\n");
  options.output = folder_ / "out";
  options.validation = true;
  const app::SessionReport report = app::open_workbench(*workspace_, options);
  EXPECT_TRUE(report.passed) << report.failure;
  EXPECT_TRUE(report.validation.empty());
}

TEST_F(WorkbenchSession, an_empty_workspace_opens_and_says_what_to_do) {
  workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
  app::OpenOptions options;
  options.headless = true;
  options.script =
      folder_.write("session.txt",
                    "expect images == 0\nkey 1\nkey ctrl+z\nkey ctrl+a\nkey 0\nclick @nav.train\nkey ctrl+enter\nwait "
                    "until run.live == 0 "
                    "timeout 30\nexpect run.state == failed\nclick @nav.inspect\nwait 3\nshot empty.png\n");
  options.output = folder_ / "out";
  options.validation = true;
  const app::SessionReport report = app::open_workbench(*workspace_, options);
  EXPECT_TRUE(report.passed) << report.failure;
  EXPECT_TRUE(report.validation.empty());
}

}  // namespace
