// The Errors page: a number is a click from its images, with the mouse and with the keyboard alone.
#include <cstdlib>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/import.h"
#include "app/workspace/training.h"
#include "db/classes.h"
#include "db/labels.h"
#include "db/runs.h"
#include "tests/flow/session_run.h"
#include "tests/temp_folder.h"

namespace {
using app::Workspace;
using test_support::TempFolder;

class ErrorsPage : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1);
    const auto set = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, 80));
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
    options.script = folder_.write("session.txt", "key f7\n" + script);
    options.output = folder_ / "out";
    const app::SessionReport report = app::open_workbench(*workspace_, options);
    EXPECT_TRUE(report.passed) << report.failure;
  }

  TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
};

TEST_F(ErrorsPage, without_a_run_says_what_is_missing_and_leads_to_it) {
  play(
      "wait 3\nexpect errors.state == nothing\nexpect errors.problem contains No run is shown\n"
      "click @errors.to_train\nwait 2\nexpect page == train\n");
}

TEST_F(ErrorsPage, a_threshold_that_a_lesson_sets_is_marked_and_left_by_a_click_or_by_a_key) {
  train();
  const std::string lesson =
      "key f8\nclick @learn.Lessons\nwait 3\nclick @lesson.precision\nwait 3\nclick @lesson.show_here\nwait 5\n"
      "expect threshold.looked_at contains \"looked at; the run decides at\"\n";
  play("wait until errors.state == ready timeout 60\n" + lesson +
       "key f7\nwait 5\nclick @errors.looked_at\nwait 5\nexpect threshold.looked_at == \"\"\n" + lesson +
       "expect page == train\nkey t\nwait 5\nexpect threshold.looked_at == \"\"\n");
}

// Validation is a fifth of the eighty images or so, a slice a part of it.
TEST_F(ErrorsPage, filters_by_slice_and_kind_of_error_and_lifts_them_again) {
  train();
  play(
      "wait until errors.state == ready timeout 60\nexpect errors.shown > 60\n"
      "click @errors.slice.0\nwait 2\nexpect errors.shown < 20\nexpect errors.shown > 0\n"
      "click @errors.slice.0\nwait 2\nexpect errors.shown > 60\n"
      "click @errors.missed\nwait 2\nexpect errors.shown < 20\nkey ctrl+shift+f\nwait 2\nexpect errors.shown > 60\n"
      "click @errors.strip.neighbours\nwait until errors.neighbours > 0 timeout 60\n");
}

TEST_F(ErrorsPage, is_worked_with_the_keyboard) {
  train();
  play(
      "wait until errors.state == ready timeout 60\n"
      "click @errors.column\nwait 2\nkey down\nwait 2\nkey enter\nwait 3\n"
      "wait until errors.state == ready timeout 60\nexpect errors.column == sex\n"
      "click @errors.worst.acc.\nwait 2\nkey tab\nwait 2\nexpect control == errors.slice.0\n"
      "key enter\nwait 2\nexpect errors.shown < 20\nkey escape\nwait 2\n"
      "key ctrl+shift+f\nwait 2\nkey right\nwait 2\nkey right\nwait 2\nkey enter\nwait 2\n"
      "expect page == inspect\n");
}

// As nevus eval says it: calibration is cross-fitted where epoch and labels are those of the fit.
TEST_F(ErrorsPage, judges_calibration_as_shown_at_another_epoch_and_by_other_labels) {
  flow_test::let_most_validate(*workspace_);
  flow_test::trained_head(*workspace_, 2);
  const int best = db::best_checkpoint(workspace_->reader(), 1)->epoch;
  const std::string away = best == 1 ? "." : ",", back = best == 1 ? "," : ".";
  play(
      "wait until errors.state == ready timeout 60\nexpect errors.judged_by == cross-fitted\n"
      "key " +
      away +
      "\nwait 3\nwait until errors.state == ready timeout 60\n"
      "expect errors.judged_by == as shown, fitted on epoch " +
      std::to_string(best) +
      "\n"
      "key " +
      back +
      "\nwait 3\nwait until errors.state == ready timeout 60\n"
      "expect errors.judged_by == cross-fitted\n");
  workspace_->writer().transact_and_wait("Relabel", [](db::Transaction& t) {
    const db::Target target = *db::target_named(t, "malignant");
    const auto group_of_class = target.group_of_class();
    std::vector<db::LabelChange> changes;
    for (const db::Image& image : db::images(t))
      if (image.split == db::Split::Val && changes.size() < 3)
        changes.push_back({image.id, target.groups[group_of_class.at(*image.label) == 0 ? 1 : 0].classes[0], {}});
    db::set_labels(t, changes, {});
  });
  play("wait until errors.state == ready timeout 60\nexpect errors.judged_by contains fitted by the labels of\n");
}

}  // namespace
