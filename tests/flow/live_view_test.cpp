// A run of several classes watched from its start, and looked at afterwards, as the reader does it.
#include <cstdlib>

#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/import.h"
#include "tests/temp_folder.h"

namespace {

constexpr const char* kSession = R"(
wait until thumbnails.missing == 0 timeout 60
click @nav.train
wait 3
shot nothing.png
click @train.target
wait 3
click @train.target.diagnosis
click @train.start
wait until run.epochs_done > 2 timeout 300
wait until run.live == 0 timeout 300
expect run.state == finished
wait until eval.curves > 2 timeout 60
click @train.chart.loss
wait 5
wait until eval.curves > 2 timeout 60
click @train.show.Curve
wait 3
click @train.curve.PR
wait 3
shot curve.png
resize 1024 640
wait 5
click @train.show.Numbers
wait 3
shot small.png
click @train.show.Matrix
wait 3
click @train.form_shown
wait 3
click @train.matrix.0.0
wait 5
expect page == library
)";

TEST(LiveView, of_a_run_of_several_classes_has_every_curve_and_its_cells_open_their_images) {
  const test_support::TempFolder folder;
  ::setenv("NEVUS_DATA_HOME", (folder / "home").c_str(), 1);
  app::demo::DemoRecipe recipe;
  recipe.exact_duplicate_share = 0;
  const auto demo = app::demo::write_demo(folder / "images", app::demo::for_images(recipe, 120));
  app::Workspace workspace(folder / "ws", app::Workspace::Open::OrCreate);
  app::import_images(workspace, app::read_index_table(demo.index_file), {}, {});
  app::OpenOptions options;
  options.headless = true;
  options.width_px = 1280;
  options.height_px = 800;
  options.script = folder.write("session.txt", kSession);
  options.output = folder / "out";
  const app::SessionReport report = app::open_workbench(workspace, options);
  EXPECT_TRUE(report.passed) << report.failure;
  EXPECT_EQ(report.shots.size(), 3U);
}

}  // namespace
