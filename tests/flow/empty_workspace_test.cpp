// A workspace without images leads to the import from every page that has nothing to show.
#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/shell/open_workbench.h"
#include "tests/app/judged_workspace.h"
#include "tests/temp_folder.h"

namespace {

class PagesWithout : public ::testing::Test {
 protected:
  PagesWithout() { ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1); }

  void play(app::Workspace& workspace, const std::string& script) {
    app::OpenOptions options;
    options.headless = true;
    options.width_px = 960;
    options.height_px = 600;
    options.script = folder_.write("session.txt", script);
    options.output = folder_ / "out";
    const app::SessionReport report = app::open_workbench(workspace, options);
    EXPECT_TRUE(report.passed) << report.failure;
  }

  test_support::TempFolder folder_;
};

TEST_F(PagesWithout, images_lead_to_the_import) {
  app::Workspace workspace(folder_ / "ws", app::Workspace::Open::OrCreate);
  for (const std::string page : {"f2 inspect.import", "f7 errors.import", "f5 wall.way_out"}) {
    const std::size_t space = page.find(' ');
    play(workspace, "wait 3\nkey " + page.substr(0, space) + "\nwait 3\nclick @" + page.substr(space + 1) +
                        "\nwait until dialog == import timeout 20\n");
  }
}

TEST_F(PagesWithout, room_for_forty_classes_say_how_many_the_legend_leaves_out) {
  std::vector<std::string> groups;
  std::vector<test_support::JudgedImage> judged;
  for (int i = 0; i < 40; ++i) {
    groups.push_back("class " + std::to_string(i));
    std::vector<float> probabilities(40, 0.0F);
    probabilities[static_cast<std::size_t>(i)] = 1;
    judged.push_back({i, probabilities});
  }
  test_support::JudgedWorkspace set(judged, groups);
  play(set.workspace,
       "wait until eval.n > 0 timeout 20\nkey f5\nkey ctrl+3\nwait until wall.moves == 0\nexpect wall.placed == 40\n"
       "click @wall.legend.more\nwait 2\nshot many.png\n");
}

}  // namespace
