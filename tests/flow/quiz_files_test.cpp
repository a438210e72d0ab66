// The quiz and images whose file is gone or holds another picture, or that leave the set.
#include <gmock/gmock.h>

#include "app/pages/learn/quiz_game.h"
#include "db/image_quality.h"
#include "tests/app/two_runs.h"
#include "tests/flow/open_session.h"

namespace {
using test::OpenSession;
using testing::HasSubstr;

class QuizFiles : public ::testing::Test {
 protected:
  QuizFiles() { set_.add_run("run", test_support::mostly_right(5)); }
  void begin(OpenSession& open, app::QuizGame& game) {
    ASSERT_TRUE(open.wait_for([&] { return open.models().run.evaluation.n > 0; }));
    view_.wanted = 500;
    game.start();
    ASSERT_EQ(view_.stage, app::QuizStage::Asking);
  }
  test_support::TwoRuns set_;
  app::QuizView view_;
};

TEST_F(QuizFiles, that_are_missing_or_changed_are_not_asked_which_is_said) {
  set_.write("Files", [&](db::Transaction& t) {
    db::set_missing(t, std::vector<db::ImageId>{set_.ids[0], set_.ids[5]}, true);
    db::set_content_changed(t, set_.ids[8], true);
  });
  OpenSession open(set_.workspace);
  app::QuizGame game(open.session, open.host, open.pictures, open.inbox, view_);
  begin(open, game);
  EXPECT_THAT(view_.left_out, HasSubstr("3 images are not asked"));
  const app::ImageTable& table = open.models().gallery.table();
  for (const app::QuizQuestion& question : view_.questions) {
    EXPECT_FALSE(table.missing_file_rows().contains(question.row));
    EXPECT_FALSE(table.changed_file_rows().contains(question.row));
  }
  game.leave();
}

TEST_F(QuizFiles, of_images_that_were_removed_keep_their_place_among_the_misses) {
  OpenSession open(set_.workspace);
  app::QuizGame game(open.session, open.host, open.pictures, open.inbox, view_);
  begin(open, game);
  EXPECT_EQ(view_.left_out, "");
  const std::size_t asked = view_.questions.size();
  for (std::size_t i = 0; i < asked; ++i) {
    view_.image.state = app::LoadState::Ready;  // the set has no pictures
    game.answer(1 - view_.questions[i].truth);
  }
  ASSERT_EQ(view_.stage, app::QuizStage::Done);
  const app::ImageTable& table = open.models().gallery.table();
  const std::size_t before = table.count();
  set_.write("Remove", [&](db::Transaction& t) {
    db::remove_from_set(t, std::vector<db::ImageId>{set_.ids[0], set_.ids[1], set_.ids[2], set_.ids[3]});
  });
  ASSERT_TRUE(open.wait_for([&] { return table.count() == before - 4; }));
  EXPECT_EQ(app::misses(view_, table).size(), asked);
}

}  // namespace
