// The window without a workspace, and what leaves one through it: with the keyboard, headless.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/import.h"
#include "app/workspace/recent_workspaces.h"
#include "db/images.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;

class FirstRunWindow : public ::testing::Test {
 protected:
  FirstRunWindow() { ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1); }

  app::OpenOptions options(const std::string& script) const {
    app::OpenOptions options;
    options.headless = true;
    options.width_px = 1280;
    options.height_px = 800;
    options.script = folder_.write("session.txt", script);
    options.output = folder_ / "out";
    return options;
  }
  app::SessionReport play(const std::string& script) const {
    return app::open_first_run(folder_ / "new", options(script));
  }

  test_support::TempFolder folder_;
};

TEST_F(FirstRunWindow, MakesNothingUntilSomethingIsChosen) {
  const auto report = play(
      "wait 3\nexpect page == start\nexpect start.recent == 0\nwait until start.state == ready timeout 10\nkey "
      "tab\nkey tab\nkey tab\nwait 2\n"
      "expect control == start.demo\n");
  EXPECT_TRUE(report.passed) << report.failure;
  EXPECT_FALSE(fs::exists(folder_ / "new"));
}

TEST_F(FirstRunWindow, OpensTheImportWithTheKeyboard) {
  const auto report = play(
      "wait until start.state == ready timeout 10\nwait 3\nkey tab\nwait 2\nkey tab\nwait 2\nexpect control == "
      "start.import\nkey enter\n"
      "wait until page == library timeout 30\nwait until dialog == import timeout 10\n");
  EXPECT_TRUE(report.passed) << report.failure;
  EXPECT_TRUE(fs::exists(folder_ / "new/nevus.db"));
  ASSERT_EQ(app::recent_workspaces().size(), 1U);
  EXPECT_EQ(app::recent_workspaces().front(), folder_ / "new");
}

TEST_F(FirstRunWindow, OpensOneOfTheLastWorkspacesAndSaysWhatKeepsOneFromOpening) {
  app::Workspace(folder_ / "old", app::Workspace::Open::OrCreate);
  app::Workspace(folder_ / "broken", app::Workspace::Open::OrCreate);
  app::remember_workspace(folder_ / "old");
  app::remember_workspace(folder_ / "gone");
  app::remember_workspace(folder_ / "broken");
  std::ofstream(folder_ / "broken/nevus.db", std::ios::trunc);
  const auto report = play(
      "wait 3\nexpect start.recent == 2\nclick @start.recent.1\n"
      "wait until start.problem contains 0 bytes timeout 10\nexpect page == start\n"
      "click @start.recent.2\nwait until page == library timeout 30\n");
  EXPECT_TRUE(report.passed) << report.failure;
  EXPECT_EQ(fs::file_size(folder_ / "broken/nevus.db"), 0U);
  EXPECT_FALSE(fs::exists(folder_ / "new"));
}

TEST_F(FirstRunWindow, ExportsFromTheDialogWithTheKeyboardAndSaysWhatWasWritten) {
  const auto images = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, 20));
  app::Workspace workspace(folder_ / "ws", app::Workspace::Open::OrCreate);
  app::import_images(workspace, app::read_index_table(images.index_file), {}, {});
  const auto report = app::open_workbench(
      workspace,
      options("wait 5\nkey ctrl+e\nwait 3\nexpect dialog == export\nexpect export.path contains labels.csv\n"
              "key tab\nwait 2\nexpect control == export.splits\nkey enter\nwait 3\n"
              "expect export.path contains exports/splits.csv\nclick @export.start\n"
              "wait until export.message contains Exported 20 rows timeout 30\nexpect toast == Exported 20 rows\n"));
  EXPECT_TRUE(report.passed) << report.failure;
  EXPECT_TRUE(fs::exists(folder_ / "ws/exports/splits.csv"));
  EXPECT_TRUE(fs::exists(folder_ / "ws/exports/splits.csv.NOTICE.txt"));
}

TEST_F(FirstRunWindow, ShowsAWorkspaceThatAnotherProgramHoldsAndLabelsNothing) {
  const auto images = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, 20));
  {
    app::Workspace made(folder_ / "ws", app::Workspace::Open::OrCreate);
    app::import_images(made, app::read_index_table(images.index_file), {}, {});
  }
  app::Workspace holder(folder_ / "ws", app::Workspace::Open::MustExist);
  std::promise<void> held, let_go;
  auto holding = holder.writer().transact("Hold", [&](db::Transaction&) {
    held.set_value();
    let_go.get_future().wait();
  });
  held.get_future().wait();
  app::Workspace viewed(folder_ / "ws", app::Workspace::Open::ToRead);
  viewed.wait_for_turn(50);
  EXPECT_TRUE(viewed.viewing());
  const auto report = app::open_workbench(
      viewed,
      options("wait until inspect.state == ready timeout 60\nexpect toast contains viewing only\nkey 1\n"
              "wait until toast contains Label timeout 10\nexpect toast contains viewing only\nshot viewing.png\n"));
  let_go.set_value();
  holding.get();
  EXPECT_TRUE(report.passed) << report.failure;
  EXPECT_EQ(db::images(viewed.reader()).size(), 20U);
}

}  // namespace
