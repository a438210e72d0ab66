// What the window shows of runs that have no epoch, could not start, or are renamed and deleted while they are shown.
#include <gmock/gmock.h>

#include "app/models/run_words.h"
#include "app/pages/train/training_launcher.h"
#include "app/workspace/run_edits.h"
#include "app/workspace/run_threshold.h"
#include "app/workspace/train_request.h"
#include "tests/app/two_runs.h"
#include "tests/flow/open_session.h"

namespace {
using test::OpenSession;
using testing::HasSubstr;

class RunsChangeSession : public ::testing::Test {
 protected:
  RunsChangeSession() {
    old_ = set_.add_run("old", test_support::mostly_right(5));
    new_ = set_.add_run("new", test_support::mostly_right(7));
  }
  static app::RunId seen(const OpenSession& open) {
    const app::RunScores* run = open.models().gallery.predictions().run();
    return run == nullptr ? 0 : run->run;
  }
  void show(OpenSession& open, app::RunId run) {
    ASSERT_TRUE(open.wait_for([&] { return !open.models().run.runs.empty() && seen(open) != 0; }));
    open.commands.apply(app::ShowRun{run, 0});
    ASSERT_TRUE(open.wait_for([&] { return seen(open) == run && open.models().run.evaluation.n > 0; }));
  }

  test_support::TwoRuns set_;
  app::RunId old_ = 0, new_ = 0;
};

TEST_F(RunsChangeSession, a_run_without_an_epoch_lends_its_threshold_to_no_model_of_another) {
  db::Run stopped = *db::run(set_.reader(), old_);
  stopped.id = 0;
  stopped.name = "stopped";
  stopped.state = db::RunState::Stopped;
  app::RunId none = 0;
  set_.write("Stop", [&](db::Transaction& t) {
    app::keep_threshold(t, old_, 0.125);
    none = db::add_run(t, stopped);
  });
  OpenSession open(set_.workspace);
  show(open, old_);
  const app::FocusedImage& image = open.models().image;
  EXPECT_EQ(image.model_name, "run:" + std::to_string(old_));
  EXPECT_FLOAT_EQ(image.threshold, 0.125F);
  open.commands.apply(app::ShowRun{none, 0});
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.run == none; }));
  EXPECT_EQ(image.model_name, "");
  EXPECT_EQ(open.models().prediction_source(), "stopped, no epoch");
  EXPECT_EQ(image.model_problem, "stopped kept no epoch: there is no model of it to ask");
  open.commands.apply(app::ShowRun{old_, 0});
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.run == old_; }));
  EXPECT_EQ(image.model_name, "run:" + std::to_string(old_));
  EXPECT_EQ(image.model_problem, "");
}

TEST_F(RunsChangeSession, a_run_that_finished_has_not_failed_because_another_could_not_start) {
  OpenSession open(set_.workspace);
  show(open, old_);
  app::JobLane lane{app::JobLane::Order::OldestFirst, "training"};
  app::TrainingLauncher launcher(open.session, lane, open.inbox, open.messages, [] {});
  app::TrainRequest branch;
  branch.model = "starter";
  branch.target = "malignant";
  branch.parent = old_;
  branch.parent_epoch = 7;
  launcher.start(branch);
  const app::RunView& view = open.models().run;
  ASSERT_TRUE(open.wait_for([&] { return !view.live && view.state != app::RunState::None; }));
  EXPECT_EQ(view.run, old_);
  EXPECT_EQ(view.state, app::RunState::Finished);
  EXPECT_EQ(view.message, "");
  EXPECT_THAT(view.start_problem, HasSubstr("\"Keep every\" 1"));
  EXPECT_EQ(open.messages.last, "The training failed");
  open.session.shown_run().forget_start_problem();
  EXPECT_EQ(view.start_problem, "");
  EXPECT_EQ(view.state, app::RunState::Finished);
}

TEST_F(RunsChangeSession, a_deleted_run_gives_way_to_the_newest_that_is_left_and_then_to_none) {
  OpenSession open(set_.workspace);
  show(open, new_);
  app::put_run_away(set_.workspace, new_);
  EXPECT_TRUE(open.wait_for([&] { return seen(open) == old_; }));
  EXPECT_EQ(open.models().run.run, old_);
  EXPECT_EQ(open.messages.last, "new is shown no more");
  app::put_run_away(set_.workspace, old_);
  EXPECT_TRUE(open.wait_for([&] { return seen(open) == 0; }));
  EXPECT_FALSE(open.models().run.run);
  EXPECT_EQ(open.models().run.state, app::RunState::None);
  EXPECT_EQ(open.models().run.evaluation.n, 0);
  EXPECT_EQ(open.models().image.model_name, "");
  EXPECT_EQ(open.messages.last, "old is shown no more");
}

TEST_F(RunsChangeSession, a_run_on_the_charts_of_another_follows_its_name_and_epochs_and_goes_when_it_is_deleted) {
  OpenSession open(set_.workspace);
  show(open, new_);
  const std::vector<app::RunOverlay>& overlays = open.models().run.overlays;
  const app::RunId third = set_.add_run("third", test_support::mostly_right(9));
  open.commands.apply(app::OverlayRun{old_, true});
  open.commands.apply(app::OverlayRun{third, true});
  ASSERT_TRUE(open.wait_for([&] { return overlays.size() == 2; }));
  app::rename_run(set_.workspace, old_, "older");
  EXPECT_TRUE(open.wait_for([&] { return overlays.front().name == "older"; }));
  set_.write("Go on", [&](db::Transaction& t) { db::save_epoch(t, {old_, 2, 0.4, 0.4, 0.9, 0.9, 1e-3, 1.0, "{}"}); });
  EXPECT_TRUE(open.wait_for([&] { return overlays.front().epochs.size() == 2; }));
  ASSERT_EQ(overlays.size(), 2U);
  EXPECT_TRUE(overlays.front().auc);
  app::put_run_away(set_.workspace, old_);
  EXPECT_TRUE(open.wait_for([&] { return overlays.size() == 1; }));
  EXPECT_EQ(overlays.front().run, third);
}

TEST_F(RunsChangeSession, a_run_of_another_target_on_the_charts_is_told_apart_though_its_groups_are_called_the_same) {
  set_.write("Target", [&](db::Transaction& t) {
    db::save_target(t, {0, "turned", "", {{"benign", {set_.mel}}, {"malignant", {set_.nv}}}});
  });
  OpenSession open(set_.workspace);
  show(open, new_);
  const app::RunId third = set_.add_run("third", test_support::mostly_right(9), db::Split::Val, 0, "turned");
  open.commands.apply(app::OverlayRun{old_, true});
  open.commands.apply(app::OverlayRun{third, true});
  const app::RunView& run = open.models().run;
  ASSERT_TRUE(open.wait_for([&] { return run.overlays.size() == 2; }));
  EXPECT_EQ(name_beside(run.overlays[0], run), "old");
  EXPECT_EQ(name_beside(run.overlays[1], run), "third (turned)");
  EXPECT_EQ(curves_left_out(run), "third (turned): another question, no curve here");
}

TEST_F(RunsChangeSession, a_run_that_another_program_trains_shows_the_epochs_asked_for_and_the_best_so_far) {
  OpenSession open(set_.workspace);
  show(open, new_);
  app::TrainRequest asked;
  asked.target = "malignant";
  asked.epochs = 300;
  db::Run run = *db::run(set_.reader(), new_);
  run.name = "elsewhere";
  run.state = db::RunState::Running;
  run.config_json = to_json(asked);
  app::RunId id = 0;
  set_.write("Train", [&](db::Transaction& t) {
    id = db::add_run(t, run);
    for (int epoch = 1; epoch <= 2; ++epoch)
      db::save_epoch(t, {id, epoch, 0.5, 0.5, 0.8, 0.8, 1e-3, 1.0, R"({"best":true})"});
    db::save_checkpoint(t, {id, 1, "runs/x/best.safetensors", 0.8, true});
  });
  open.commands.apply(app::ShowRun{id, 0});
  const app::RunView& view = open.models().run;
  ASSERT_TRUE(open.wait_for([&] { return view.run == id; }));
  EXPECT_TRUE(trains_elsewhere(view));
  EXPECT_EQ(view.epochs, 300);
  EXPECT_EQ(view.best_epoch, 2);
}

}  // namespace
