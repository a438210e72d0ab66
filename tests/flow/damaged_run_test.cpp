// A run whose model is gone or cut off, or whose classes have changed, keeps the workbench neither from opening nor
// open: it is shown as far as it can be, with the reason, and the session's summary is written.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/import.h"
#include "app/workspace/training.h"
#include "db/classes.h"
#include "tests/flow/open_session.h"
#include "tests/remove_target.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using app::Workspace;
using test::OpenSession;
using test_support::TempFolder;

class DamagedRun : public ::testing::Test {
 protected:
  DamagedRun() {
    ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1);
    const auto images = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, 60));
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    app::import_images(*workspace_, app::read_index_table(images.index_file), {}, {});
    app::TrainRequest request;
    request.model = "starter";
    request.epochs = 2;
    ml::TrainControl control;
    outcome_ = app::run_training(*workspace_, request, control, {}, 1);
  }

  void change_the_classes_of_the_target() {
    workspace_->writer().transact_and_wait("Split the target", [](db::Transaction& transaction) {
      for (db::Target target : db::targets(transaction)) {
        if (target.name != "malignant") continue;
        db::TargetGroup& last = target.groups.back();
        target.groups.push_back({"third", {last.classes.back()}});
        target.groups[target.groups.size() - 2].classes.pop_back();
        db::save_target(transaction, target);
      }
    });
  }

  nlohmann::json play(const std::string& script) {
    app::OpenOptions options;
    options.headless = true;
    options.script = folder_.write("session.txt", script);
    options.output = folder_ / "out";
    const app::SessionReport report = app::open_workbench(*workspace_, options);
    EXPECT_TRUE(report.passed) << report.failure;
    std::ifstream file(report.summary);
    return nlohmann::json::parse(file);
  }

  TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
  app::TrainOutcome outcome_;
};

constexpr const char* kLookAround = R"(
wait until inspect.state == ready timeout 60
wait until model.problem contains safetensors timeout 60
wait until predictions contains run 1 timeout 60
wait until eval.n > 5 timeout 60
shot library.png
click @nav.train
wait 3
shot train.png
click @nav.inspect
wait 3
shot inspect.png
key ctrl+k
expect palette == 1
)";

TEST_F(DamagedRun, without_its_model_keeps_its_numbers_and_says_why_there_is_no_evidence) {
  fs::remove(outcome_.model_file);
  const auto summary = play(kLookAround);
  EXPECT_EQ(summary["runs"][0]["best_epoch"], outcome_.best_epoch);
  EXPECT_TRUE(summary["runs"][0].contains("val"));
}

TEST_F(DamagedRun, with_a_model_that_was_cut_off_keeps_its_numbers) {
  fs::resize_file(outcome_.model_file, fs::file_size(outcome_.model_file) / 2);
  EXPECT_EQ(play(kLookAround)["pictures"].size(), 3U);
}

TEST_F(DamagedRun, whose_target_was_regrouped_is_measured_by_the_groups_it_was_trained_on) {
  change_the_classes_of_the_target();
  const auto summary = play(R"(
wait until inspect.state == ready timeout 60
wait until eval.n > 5 timeout 60
click @nav.train
wait 3
shot changed.png
)");
  const auto& run = summary["runs"][0];  // which judges it on the groups it was trained for
  EXPECT_EQ(run["val"]["groups"].size(), 2U);
}

TEST_F(DamagedRun, that_loses_its_model_while_the_window_is_open_is_shown_with_the_reason) {
  OpenSession open(*workspace_);
  ASSERT_TRUE(open.wait_for([&] { return !open.models().image.probabilities.empty(); }));
  EXPECT_EQ(open.models().image.model_problem, "");
  EXPECT_GT(open.models().run.evaluation.n, 0);
  fs::remove(outcome_.model_file);
  open.session.shown_run().read_again(outcome_.run, 0);
  EXPECT_TRUE(open.wait_for([&] { return !open.models().image.model_problem.empty(); }));
  EXPECT_EQ(open.models().image.model_name, "");
  EXPECT_GT(open.models().run.evaluation.n, 0);
}

TEST_F(DamagedRun, whose_target_is_gone_is_said_instead_of_shown_under_another) {
  workspace_->writer().transact_and_wait("Remove the target", [](db::Transaction& transaction) {
    test_support::remove_target(transaction, db::target_named(transaction, "malignant")->id);
  });
  OpenSession open(*workspace_);
  ASSERT_TRUE(open.wait_for([&] { return !open.messages.last.empty(); }));
  EXPECT_EQ(open.messages.last, "run 1 was trained on another target");
  ASSERT_NE(open.models().gallery.target(), nullptr);
  EXPECT_NE(open.models().gallery.target()->name, "malignant");
}

TEST_F(DamagedRun, that_is_shown_again_keeps_the_threshold_and_brings_its_target_along) {
  OpenSession open(*workspace_);
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.evaluation.n > 0; }));
  EXPECT_EQ(open.models().gallery.target()->name, "malignant");
  open.commands.apply(app::SetThreshold{0.3F});
  open.commands.apply(app::ShowRun{outcome_.run, 1});
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.evaluation.epoch == 1; }));
  EXPECT_FLOAT_EQ(open.models().run.evaluation.threshold, 0.3F);
  EXPECT_DOUBLE_EQ(open.models().gallery.predictions().threshold(), static_cast<double>(0.3F));
}

TEST_F(DamagedRun, images_that_another_process_imported_can_be_looked_at_after_the_target_was_changed_here) {
  OpenSession open(*workspace_);
  const std::size_t before = open.models().gallery.table().size();
  {
    app::demo::DemoRecipe recipe;
    recipe.seed += 1;
    const auto more = app::demo::write_demo(folder_ / "more", app::demo::for_images(recipe, 20));
    Workspace other(folder_ / "ws", Workspace::Open::MustExist);
    app::import_images(other, app::read_index_table(more.index_file), {}, {});
  }
  open.commands.apply(app::SetTarget{"diagnosis"});
  ASSERT_TRUE(open.wait_for([&] { return open.models().gallery.table().size() > before; }));
  const auto last = static_cast<app::Row>(open.models().gallery.table().size() - 1);
  open.commands.apply(app::SelectImages{{last}, last});
  const app::ImageId opened = open.models().gallery.table().id(last);
  EXPECT_TRUE(open.wait_for(
      [&] { return open.models().image.image == opened && open.models().image.state == app::LoadState::Ready; }));
}

}  // namespace
