// A round of the quiz: what an answer takes, the way back, leaving, and the model that it is compared with.
#include <gmock/gmock.h>

#include "app/pages/learn/quiz_game.h"
#include "tests/app/two_runs.h"
#include "tests/flow/open_session.h"

namespace {
using testing::StartsWith;

class QuizRound : public ::testing::Test {
 protected:
  QuizRound() {
    old_ = set_.add_run("old", test_support::mostly_right(5));
    new_ = set_.add_run("new", test_support::mostly_right(7));
  }
  void begin(test::OpenSession& open, app::QuizGame& game) {
    ASSERT_TRUE(open.wait_for([&] { return open.models().run.run == new_ && open.models().run.evaluation.n > 0; }));
    view_.wanted = 6;
    game.start();
    ASSERT_EQ(view_.stage, app::QuizStage::Asking);
    ASSERT_EQ(view_.questions.size(), 6U);
  }
  // The set has no pictures: as if that of the question were seen.
  void see() { view_.image.state = app::LoadState::Ready; }

  test_support::TwoRuns set_;
  app::RunId old_ = 0, new_ = 0;
  app::QuizView view_;
};

TEST_F(QuizRound, takes_no_answer_to_a_picture_that_is_not_seen_yet) {
  test::OpenSession open(set_.workspace);
  app::QuizGame game(open.session, open.host, open.pictures, open.inbox, view_);
  begin(open, game);
  ASSERT_EQ(view_.image.state, app::LoadState::Loading);
  game.answer(0);
  game.answer_class(1);
  EXPECT_EQ(view_.at, 0U);
  see();
  game.answer(0);
  game.answer(0);
  EXPECT_EQ(view_.at, 1U) << "the next one is not seen yet";
  game.answer(-1);
  EXPECT_EQ(view_.at, 2U) << "it can be skipped";
  game.leave();
}

TEST_F(QuizRound, goes_back_to_the_question_before_and_takes_its_answer_anew) {
  test::OpenSession open(set_.workspace);
  app::QuizGame game(open.session, open.host, open.pictures, open.inbox, view_);
  begin(open, game);
  game.back();
  EXPECT_EQ(view_.at, 0U);
  see();
  game.answer(1);
  game.back();
  EXPECT_EQ(view_.at, 0U);
  EXPECT_EQ(view_.questions[0].answer, -1);
  EXPECT_EQ(view_.image.image, open.models().gallery.table().id(view_.questions[0].row));
  see();
  game.answer(0);
  EXPECT_EQ(view_.questions[0].answer, 0);
  game.leave();
}

TEST_F(QuizRound, that_is_left_scores_what_was_answered_and_nothing_of_nothing) {
  test::OpenSession open(set_.workspace);
  app::QuizGame game(open.session, open.host, open.pictures, open.inbox, view_);
  begin(open, game);
  game.answer(-1);
  game.leave();
  EXPECT_EQ(view_.stage, app::QuizStage::Before);
  game.start();
  for (int i = 0; i < 2; ++i) {
    see();
    game.answer(view_.questions[view_.at].truth);
  }
  game.leave();
  EXPECT_EQ(view_.stage, app::QuizStage::Done);
  EXPECT_EQ(view_.reader.asked, 2);
  ASSERT_TRUE(view_.reader.accuracy);
  EXPECT_EQ(view_.reader.accuracy->hits, 2);
  game.leave();
  EXPECT_EQ(view_.stage, app::QuizStage::Before);
}

TEST_F(QuizRound, is_compared_with_the_model_that_was_shown_when_it_began) {
  test::OpenSession open(set_.workspace);
  app::QuizGame game(open.session, open.host, open.pictures, open.inbox, view_);
  begin(open, game);
  EXPECT_THAT(view_.roc_of, StartsWith("new"));
  const std::size_t points = view_.roc.size();
  EXPECT_GT(points, 2U);
  open.commands.apply(app::ShowRun{old_, 0});
  ASSERT_TRUE(open.wait_for([&] { return open.models().run.run == old_ && open.models().run.evaluation.n > 0; }));
  see();
  game.answer(0);
  game.leave();
  EXPECT_THAT(view_.roc_of, StartsWith("new"));
  EXPECT_EQ(view_.roc.size(), points);
}

}  // namespace
