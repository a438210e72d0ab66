// A workbench over a small demo set, played headless with real key events through the host's queue, and what the
// database holds afterwards.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/import.h"
#include "db/labels.h"
#include "tests/temp_folder.h"

namespace flow_test {
using app::Workspace;
using test_support::TempFolder;

class Keyboard : public ::testing::Test {
 protected:
  static constexpr int kImages = 80;

  Keyboard() { ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1); }

  void SetUp() override {
    app::demo::DemoRecipe recipe;
    recipe.exact_duplicate_share = 0;
    const auto set = app::demo::write_demo(folder_ / "images", app::demo::for_images(recipe, kImages));
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    app::import_images(*workspace_, app::read_index_table(set.index_file), {}, {});
    before_ = db::label_revision(workspace_->reader());
  }

  void play(const std::string& script) {
    app::OpenOptions options;
    options.headless = true;
    options.script = folder_.write("session.txt", "wait until inspect.state == ready timeout 60\n" + script);
    options.output = folder_ / "out";
    const app::SessionReport report = app::open_workbench(*workspace_, options);
    EXPECT_TRUE(report.passed) << report.failure;
  }
  // Label events since the session began.
  std::int64_t events() const { return db::label_revision(workspace_->reader()) - before_; }

  TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
  std::int64_t before_ = 0;
};

}  // namespace flow_test
