// The Compare page without drawing: its numbers and the threshold it has chosen follow what changes meanwhile.
#include <algorithm>
#include <filesystem>
#include <future>

#include <gmock/gmock.h>

#include "app/pages/compare/compare_page.h"
#include "app/pages/compare/compare_panel.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_edits.h"
#include "app/workspace/run_threshold.h"
#include "tests/app/two_runs.h"
#include "tests/flow/open_session.h"

namespace {
using test::OpenSession;
using testing::HasSubstr;

struct OpenCompare : OpenSession {
  explicit OpenCompare(app::Workspace& workspace) : OpenSession(workspace), page(session, inbox, messages, queue) {
    page.enter_commands(commands);
    page.shown();
  }
  std::string value(const std::string& key) const { return page.script_value(key).value_or("unknown"); }
  bool wait_until(const std::string& key, const std::string& wanted) {
    return wait_for([&] {
      page.update();
      return value(key) == wanted;
    });
  }
  void choose() {
    commands.apply(app::ChooseThreshold{});
    ASSERT_TRUE(wait_until("threshold.state", "ready")) << value("threshold.problem");
  }
  app::CommandQueue queue;
  app::ComparePage page;
};

class CompareFollows : public ::testing::Test {
 protected:
  CompareFollows() {
    old_ = set_.add_run("old", test_support::mostly_right(5, 0.01F));
    new_ = set_.add_run("new", test_support::mostly_right(7, 0.01F));
    app::fit_run_calibration(set_.workspace, set_.reader(), new_);
  }
  void switch_off() { app::switch_calibration(set_.workspace, set_.reader(), new_, false); }

  test_support::TwoRuns set_{80};
  app::RunId old_ = 0, new_ = 0;
};

TEST_F(CompareFollows, images_that_change_split_or_are_removed) {
  OpenCompare open(set_.workspace);
  ASSERT_TRUE(open.wait_until("compare.n", "80"));
  set_.write("Move", [&](db::Transaction& t) {
    db::move_to_split(t, std::vector<db::ImageId>{set_.ids[0], set_.ids[1]}, db::Split::Train);
  });
  EXPECT_TRUE(open.wait_until("compare.n", "78"));
  set_.write("Remove", [&](db::Transaction& t) {
    db::remove_from_set(t, std::vector<db::ImageId>{set_.ids[2], set_.ids[3]});
  });
  EXPECT_TRUE(open.wait_until("compare.n", "76"));
}

TEST_F(CompareFollows, a_calibration_that_is_switched) {
  OpenCompare open(set_.workspace);
  ASSERT_TRUE(open.wait_until("compare.n", "80"));
  ASSERT_EQ(open.value("compare.a"), std::to_string(new_));
  EXPECT_THAT(open.value("compare.calibration_a"), HasSubstr("calibrated on val"));
  switch_off();
  EXPECT_TRUE(open.wait_until("compare.calibration_a", "not calibrated: switched off"));
}

TEST_F(CompareFollows, a_threshold_that_was_chosen_of_other_probabilities_is_not_offered_any_more) {
  OpenCompare open(set_.workspace);
  ASSERT_TRUE(open.wait_until("compare.n", "80"));
  open.commands.apply(app::ChooseThreshold{});
  ASSERT_TRUE(open.wait_until("threshold.state", "ready"));
  switch_off();
  EXPECT_TRUE(open.wait_until("threshold.state", "problem"));
  EXPECT_THAT(open.value("threshold.problem"), HasSubstr("calibration"));
  open.commands.apply(app::ChooseThreshold{});
  EXPECT_TRUE(open.wait_until("threshold.state", "ready"));
}

TEST_F(CompareFollows, what_is_said_of_the_threshold_of_one_run_does_not_stand_under_another) {
  OpenCompare open(set_.workspace);
  ASSERT_TRUE(open.wait_until("compare.n", "80"));
  open.choose();
  switch_off();
  ASSERT_TRUE(open.wait_until("threshold.state", "problem"));
  open.commands.apply(app::SwapCompared{});
  EXPECT_EQ(open.value("threshold.state"), "none");
}

TEST_F(CompareFollows, a_threshold_that_was_chosen_before_images_changed_split_is_not_offered_any_more) {
  OpenCompare open(set_.workspace);
  ASSERT_TRUE(open.wait_until("compare.n", "80"));
  open.choose();
  const auto moved = open.models().gallery.table().edit_version();
  set_.write("Move", [&](db::Transaction& t) {
    db::move_to_split(t, std::vector<db::ImageId>{set_.ids[0], set_.ids[1]}, db::Split::Train);
  });
  // As on another page, where this one does not follow.
  ASSERT_TRUE(open.wait_for([&] { return open.models().gallery.table().edit_version() != moved; }));
  open.commands.apply(app::KeepChosenThreshold{});
  EXPECT_EQ(open.value("threshold.state"), "problem");
  EXPECT_THAT(open.value("threshold.problem"), HasSubstr("the split"));
  EXPECT_EQ(open.messages.last, "Keep the threshold: nothing was kept");
  EXPECT_FALSE(db::run(set_.reader(), new_)->threshold);
}

TEST_F(CompareFollows, a_threshold_that_is_kept_is_the_present_one_and_nothing_flips_any_more) {
  OpenCompare open(set_.workspace);
  ASSERT_TRUE(open.wait_until("compare.n", "80"));
  open.choose();
  const std::string chosen = open.value("threshold.chosen");
  ASSERT_NE(open.value("threshold.present"), chosen);
  open.commands.apply(app::KeepChosenThreshold{});
  EXPECT_TRUE(open.wait_until("threshold.present", chosen));
  EXPECT_TRUE(open.wait_until("threshold.state", "ready"));
  EXPECT_EQ(open.value("threshold.chosen"), chosen);
  EXPECT_EQ(open.value("threshold.flips"), "0");
  EXPECT_EQ(std::to_string(open.models().run.evaluation.threshold), chosen);
}

TEST_F(CompareFollows, a_threshold_that_was_chosen_beside_another_present_one_is_not_offered_any_more) {
  OpenCompare open(set_.workspace);
  ASSERT_TRUE(open.wait_until("compare.n", "80"));
  open.choose();
  open.commands.apply(app::SetThreshold{0.375F, new_, true});
  EXPECT_TRUE(open.wait_until("threshold.state", "problem"));
  EXPECT_THAT(open.value("threshold.problem"), HasSubstr("the threshold"));
}

TEST_F(CompareFollows, a_threshold_that_could_not_be_kept_leaves_the_one_before_and_the_hand_moves_it) {
  OpenCompare open(set_.workspace);
  ASSERT_TRUE(open.wait_until("compare.n", "80"));
  open.choose();
  const float before = open.models().run.evaluation.threshold;
  const auto database = set_.workspace.folder() / "nevus.db", away = set_.workspace.folder() / "away.db";
  std::filesystem::rename(database, away);
  open.commands.apply(app::KeepChosenThreshold{});
  const auto& said = open.messages.all;
  EXPECT_TRUE(
      open.wait_for([&] { return std::ranges::find(said, "Keep a threshold: nothing was changed") != said.end(); }));
  std::filesystem::rename(away, database);
  const app::RunRow* row = app::row_of(open.models().run.runs, new_);
  EXPECT_FALSE(row->threshold);
  EXPECT_FALSE(row->threshold_frozen);
  EXPECT_EQ(open.models().run.evaluation.threshold, before);
  open.commands.apply(app::SetThreshold{0.375F, new_, true});
  EXPECT_TRUE(open.wait_for([&] { return db::run(set_.reader(), new_)->threshold == 0.375; }));
}

TEST_F(CompareFollows, a_run_that_is_deleted_and_leaves_none_that_can_be_compared) {
  set_.write("Target", [&](db::Transaction& t) {
    db::save_target(t, {0, "diagnosis", "", {{"nv", {set_.nv}}, {"mel", {set_.mel}}}});
  });
  app::put_run_away(set_.workspace, new_);
  const app::RunId of_a = set_.add_run("same groups", test_support::mostly_right(6));
  const app::RunId other = set_.add_run("other groups", test_support::mostly_right(6), db::Split::Val, 0, "diagnosis");
  OpenCompare open(set_.workspace);
  ASSERT_TRUE(open.wait_until("compare.a", std::to_string(other)));
  open.commands.apply(app::ChooseCompared{false, of_a});
  ASSERT_TRUE(open.wait_until("compare.b", std::to_string(old_)));
  ASSERT_TRUE(open.wait_until("compare.state", "ready"));
  app::put_run_away(set_.workspace, of_a);
  EXPECT_TRUE(open.wait_until("compare.a", std::to_string(other)));
  EXPECT_EQ(open.value("compare.b"), "0");
  EXPECT_EQ(open.value("compare.state"), "none");
}

TEST_F(CompareFollows, what_cannot_be_kept_or_forgotten_while_viewing_is_said) {
  set_.write("Threshold", [&](db::Transaction& t) { app::keep_threshold(t, new_, 0.25); });
  std::promise<void> held, let_go;
  auto holding = set_.workspace.writer().transact("Hold", [&](db::Transaction&) {
    held.set_value();
    let_go.get_future().wait();
  });
  held.get_future().wait();
  app::Workspace viewed(set_.workspace.folder(), app::Workspace::Open::ToRead);
  viewed.wait_for_turn(50);
  ASSERT_TRUE(viewed.viewing());
  {
    OpenCompare open(viewed);
    EXPECT_TRUE(open.wait_until("compare.n", "80"));
    open.commands.apply(app::ChooseThreshold{});
    EXPECT_TRUE(open.wait_until("threshold.state", "ready"));
    open.commands.apply(app::KeepChosenThreshold{});
    EXPECT_EQ(open.messages.last, "Keep the threshold: viewing only");
    open.commands.apply(app::ForgetThreshold{});
    EXPECT_EQ(open.messages.last, "Forget the threshold: viewing only");
  }
  let_go.set_value();
  holding.get();
}

TEST(CompareElsewhere, says_what_its_numbers_are_of_whatever_the_form_says_now) {
  app::EvaluateOutcome outcome;
  outcome.evaluation.from.split = "val";
  outcome.evaluation.n = 1200;
  outcome.evaluation.threshold = 0.25;
  outcome.evaluation.groups = {"benign", "malignant"};
  EXPECT_EQ(app::elsewhere_words("run 3", {.workspace = "/sets/other"}, outcome),
            "run 3 on validation of /sets/other, n 1,200, at the threshold 0.250");
  outcome.evaluation.from.split = "test";
  outcome.evaluation.groups = {"a", "b", "c"};
  EXPECT_EQ(app::elsewhere_words("run 3", {.workspace = "/sets/other"}, outcome),
            "run 3 on test of /sets/other, n 1,200");
}

}  // namespace
