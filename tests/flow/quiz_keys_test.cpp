// The keys of the quiz are those of the classes as they stand now, whatever is changed in their list meanwhile.
#include <gtest/gtest.h>

#include "app/pages/learn/quiz_game.h"
#include "app/workspace/class_edits.h"
#include "tests/app/two_runs.h"
#include "tests/flow/open_session.h"

namespace {

class QuizKeys : public ::testing::Test {
 protected:
  QuizKeys() {
    EXPECT_TRUE(open_.wait_for([&] { return open_.models().run.evaluation.n > 0; }));
    game_.start();
    EXPECT_EQ(view_.stage, app::QuizStage::Asking);
  }
  const app::ClassFacts& at(std::size_t place) const {
    return open_.models().gallery.table().class_list().classes.at(place);
  }
  void decide(const app::ClassDecision& decision) { set_.write("Classes", decision.work); }
  int answered(std::size_t place) {
    const std::size_t question = view_.at;
    view_.image.state = app::LoadState::Ready;  // the set has no pictures
    EXPECT_TRUE(game_.answer_class(place));
    return view_.questions[question].answer;
  }

  test_support::TwoRuns set_;
  app::RunId run_ = set_.add_run("run", test_support::mostly_right(5));
  test::OpenSession open_{set_.workspace};
  app::QuizView view_;
  app::QuizGame game_{open_.session, open_.host, open_.pictures, open_.inbox, view_};
};

TEST_F(QuizKeys, follow_the_order_of_the_classes) {
  ASSERT_EQ(at(0).name, "nv");
  EXPECT_EQ(answered(0), 0);
  EXPECT_EQ(answered(1), 1);
  decide(app::reorder_classes(set_.reader(), {"mel", "nv"}));
  ASSERT_TRUE(open_.wait_for([&] { return at(0).name == "mel"; }));
  EXPECT_EQ(answered(0), 1) << "mel is malignant wherever it stands";
  EXPECT_EQ(answered(1), 0);
  EXPECT_EQ(app::group_of_place(view_, open_.models().gallery.table().class_list(), 0), 1);
  game_.leave();
}

TEST_F(QuizKeys, of_retired_classes_answer_nothing) {
  decide(app::retire_class(set_.reader(), "mel", true));
  ASSERT_TRUE(open_.wait_for([&] { return at(1).retired; }));
  EXPECT_FALSE(game_.answer_class(1));
  EXPECT_EQ(view_.at, 0U);
  game_.leave();
}

// Groups of the same names, turned round.
TEST_F(QuizKeys, the_curve_beside_the_reader_is_of_a_run_of_the_same_target) {
  game_.leave();
  set_.write("Target", [&](db::Transaction& t) {
    db::save_target(t, {0, "turned", "", {{"benign", {set_.mel}}, {"malignant", {set_.nv}}}});
  });
  const auto targets = [&] { return open_.models().gallery.table().class_list().targets.size(); };
  ASSERT_TRUE(open_.wait_for([&] { return targets() == 2; }));
  const auto play = [&] {
    game_.start();
    for (std::size_t left = view_.questions.size(); left > 0; --left) {
      view_.image.state = app::LoadState::Ready;  // the set has no pictures
      game_.answer(0);
    }
    ASSERT_EQ(view_.stage, app::QuizStage::Done);
  };
  play();
  EXPECT_GT(view_.roc.size(), 2U);
  EXPECT_NE(view_.roc_of, "");
  open_.commands.apply(app::SetTarget{"turned"});
  play();
  EXPECT_TRUE(view_.roc.empty());
  EXPECT_EQ(view_.roc_of, "");
}

TEST(QuizWithoutClasses, says_what_it_takes_where_there_is_no_target_to_choose) {
  test_support::TempFolder folder;
  app::Workspace workspace(folder / "ws", app::Workspace::Open::OrCreate);
  test::OpenSession open(workspace);
  app::QuizView view;
  app::QuizGame game(open.session, open.host, open.pictures, open.inbox, view);
  game.start();
  EXPECT_EQ(view.problem, "There is nothing to ask for yet: it takes labels of two classes.");
}

}  // namespace
