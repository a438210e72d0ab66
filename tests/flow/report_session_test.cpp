// Report and figures from the window: by key and by name, into the workspace, and what was written holds.
#include <cstdlib>
#include <memory>

#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/import.h"
#include "app/workspace/training.h"
#include "tests/temp_folder.h"

namespace {
using app::Workspace;
namespace fs = std::filesystem;

class ReportSession : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1);
    const auto set = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, 60));
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    app::import_images(*workspace_, app::read_index_table(set.index_file), {}, {});
  }
  void train() {
    app::TrainRequest request;
    request.epochs = 2;
    ml::TrainControl control;
    app::run_training(*workspace_, request, control, {}, 2);
  }
  void play(const std::string& script) {
    app::OpenOptions options;
    options.headless = true;
    options.script = folder_.write("session.txt", script);
    options.output = folder_ / "out";
    const app::SessionReport report = app::open_workbench(*workspace_, options);
    EXPECT_TRUE(report.passed) << report.failure;
  }
  int files(const std::string& ending) const {
    int count = 0;
    const fs::path reports = folder_ / "ws" / "reports";
    if (!fs::exists(reports)) return 0;
    for (const auto& entry : fs::directory_iterator(reports))
      if (entry.path().extension() == ending && entry.file_size() > 300) ++count;
    return count;
  }

  test_support::TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
};

TEST_F(ReportSession, saves_every_figure_by_one_key_and_the_report_by_its_name) {
  train();
  play(R"(
wait until run.epochs_done > 0 timeout 60
key ctrl+shift+e
wait until toast == Saved timeout 120
key ctrl+k
wait 2
text save report
wait 2
key enter
wait until jobs == 1 timeout 20
wait until jobs == 0 timeout 120
expect toast == Saved
)");
  EXPECT_EQ(files(".png"), 10);
  EXPECT_EQ(files(".svg"), 10);
  EXPECT_EQ(files(".csv"), 9);
  EXPECT_EQ(files(".html"), 1);
}

TEST_F(ReportSession, without_a_run_says_why_nothing_is_saved) {
  play("wait 3\nkey ctrl+shift+e\nwait until toast == Saving figures failed timeout 60\n");
  EXPECT_EQ(files(".png"), 0);
}

}  // namespace
