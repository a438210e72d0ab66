// Scale, theme, presentation, Inspect's comparison and dropped card, the quiz: with the keys that a user presses.
#include <string>
#include <utility>

#include "db/runs.h"
#include "engine/image/image_io.h"
#include "tests/flow/keyboard_session.h"
#include "tests/flow/session_run.h"

namespace {
using flow_test::Keyboard;

TEST_F(Keyboard, scales_the_interface_up_and_down_and_back_and_says_what_there_is_room_for) {
  play(R"(
expect scale == 100
key ctrl+=
wait 3
expect scale == 110
key ctrl++
wait 3
expect scale == 125
key ctrl+-
wait 3
expect scale == 110
key ctrl+0
wait 3
expect scale == 100
key ctrl+=
key ctrl+=
key ctrl+=
key ctrl+=
key ctrl+=
key ctrl+=
key ctrl+=
key ctrl+=
wait 5
expect scale == 167
expect toast contains no room
resize 2400 1500
wait 5
expect scale == 250
click @nav.inspect
wait 3
expect page == inspect
)");
}

TEST_F(Keyboard, the_theme_changes_by_key_and_from_the_palette) {
  play(R"(
expect theme == dark
key ctrl+shift+l
wait 3
expect theme == light
key ctrl+k
wait 3
text dark theme
key enter
wait 3
expect theme == dark
)");
}

TEST_F(Keyboard, a_presentation_hides_what_surrounds_the_page_shows_a_card_alone_and_ends_with_escape) {
  play(R"(
key f2
key f11
wait 5
expect presenting == 1
expect scale == 140
click @inspect.canvas double
wait 3
expect stage == canvas
click @inspect.canvas double
wait 3
expect stage == ""
key escape
wait 3
expect presenting == 0
expect page == inspect
expect scale == 100
key escape
wait 3
expect page == library
)");
}

TEST_F(Keyboard, the_outline_of_the_lesion_is_there_and_goes_with_a_key) {
  play(R"(
key f2
wait until mask.pieces > 20 timeout 60
expect outline == 1
key m
wait 2
expect outline == 0
)");
}

TEST_F(Keyboard, a_pinned_image_stays_while_the_other_goes_on) {
  play(R"(
key f2
key k
wait until pair.image != "" timeout 60
expect pair.state != off
key right
key right
wait 5
key w
key c
key c
key c
wait 3
expect pair.state == off
)");
  EXPECT_EQ(events(), 0);
}

TEST_F(Keyboard, a_picture_dropped_on_inspect_is_looked_at_and_not_imported) {
  const auto images = db::images(workspace_->reader()).size();
  engine::Image image = engine::Image::blank(120, 90, 3);
  engine::save_png(image, folder_ / "loose.png");
  play("key f2\ndrop " + (folder_ / "loose.png").string() + R"(
wait until dropped == 1 timeout 60
wait 5
expect plan == none
key escape
wait 3
expect dropped == 0
expect page == inspect
)");
  EXPECT_EQ(db::images(workspace_->reader()).size(), images);
}

TEST_F(Keyboard, no_key_decides_about_an_image_that_a_dropped_file_covers) {
  engine::save_png(engine::Image::blank(120, 90, 3), folder_ / "loose.png");
  play("key f2\ndrop " + (folder_ / "loose.png").string() + R"(
wait until dropped == 1 timeout 60
wait 2
key 1
key 2
key 0
key shift+t
key n
key ctrl+z
wait 5
expect focus.position == 0
expect heat.visible == 1
key h
wait 2
expect heat.visible == 0
key f1
wait 2
key f2
wait 2
expect dropped == 0
)");
  EXPECT_EQ(events(), 0);
}

TEST_F(Keyboard, a_dropped_picture_names_the_size_in_which_the_model_of_the_run_sees_it) {
  flow_test::let_most_validate(*workspace_);
  flow_test::trained_head(*workspace_, 1);
  engine::save_png(engine::Image::blank(120, 90, 3), folder_ / "loose.png");
  play("wait until eval.n > 0 timeout 60\nkey f2\ndrop " + (folder_ / "loose.png").string() + R"(
wait until dropped.state == ready timeout 60
expect dropped.model_px == 96
)");
}

TEST_F(Keyboard, a_file_that_is_no_picture_is_said_on_its_card) {
  folder_.write("broken.jpg", "no picture");
  play("key f2\ndrop " + (folder_ / "broken.jpg").string() + R"(
wait until dropped.state == failed timeout 60
)");
}

TEST_F(Keyboard, the_quiz_takes_the_keys_of_the_classes_and_writes_no_label) {
  play(R"(
key f8
click @learn.Quiz
wait 3
click @quiz.start
wait until quiz == asking timeout 60
expect quiz.of == 20
wait until quiz.image == ready timeout 60
key 1
wait until quiz.image == ready timeout 60
key 2
key 0
wait 3
expect quiz.at == 3
wait until quiz.image == ready timeout 60
click @quiz.answer.malignant
wait 3
expect quiz.at == 4
key backspace
wait 3
expect quiz.at == 3
key escape
wait 2
expect quiz == done
expect quiz.answered == 2
click @quiz.again
wait 2
expect quiz == before
)");
  EXPECT_EQ(events(), 0);
}

TEST_F(Keyboard, a_round_of_the_quiz_ends_with_a_score_of_what_was_answered) {
  std::string script = "key f8\nclick @learn.Quiz\nwait 3\nclick @quiz.start\nwait until quiz == asking timeout 60\n";
  for (int i = 0; i < 20; ++i)
    script += std::string("wait until quiz.image == ready timeout 60\n") + (i % 4 == 0   ? "key 0\n"
                                                                            : i % 2 == 0 ? "key 1\n"
                                                                                         : "key 2\n");
  play(script + R"(
wait 3
expect quiz == done
expect quiz.answered == 15
click @quiz.again
wait 2
expect quiz == before
)");
  EXPECT_EQ(events(), 0);
}

TEST_F(Keyboard, the_quiz_keeps_asking_for_the_groups_that_it_began_with) {
  play(R"(
key f8
click @learn.Quiz
wait 3
click @quiz.start
wait until quiz == asking timeout 60
click @header.target
wait 3
click @header.target.diagnosis
wait 3
wait until quiz.image == ready timeout 60
key 1
wait until quiz.image == ready timeout 60
key 2
wait until quiz.image == ready timeout 60
key 3
wait until quiz.image == ready timeout 60
key 4
wait until quiz.image == ready timeout 60
key 5
wait 3
expect quiz.at == 5
)");
}

TEST_F(Keyboard, a_lesson_that_is_shown_here_leaves_the_run_its_threshold) {
  flow_test::let_most_validate(*workspace_);
  const app::RunId run = flow_test::trained_head(*workspace_, 1).run;
  play(R"(
wait until eval.n > 0 timeout 60
key f8
click @learn.Lessons
wait 3
click @lesson.precision
wait 2
resize 1280 720
wait 5
click @lesson.show_here
wait until page == train timeout 20
wait 3
expect eval.threshold == 0.95
expect train.part == numbers
click @train.show.Curve
wait 3
expect train.part == curve
key f8
wait 3
click @lesson.show_here
wait until page == train timeout 20
wait 3
expect train.part == numbers
)");
  EXPECT_FALSE(db::run(workspace_->reader(), run)->threshold);
}

TEST_F(Keyboard, a_lesson_has_its_pictures_a_seed_of_its_own_and_a_leak_is_shown_and_not_ended) {
  flow_test::let_most_validate(*workspace_);
  play(R"(
wait until leak contains train timeout 60
key f8
click @learn.Lessons
wait until lesson.figures == 4 timeout 60
click @lesson.leak
wait until lesson.figures == 4 timeout 60
click @lesson.seed
key ctrl+a
text 7
key enter
click @lesson.work_out
wait until lesson == working timeout 20
wait until lesson == idle timeout 300
expect lesson.numbers == 2
expect lesson.seed == 7
wait 5
click @lesson.show_here
wait until page == library timeout 20
wait 5
expect dialog == ""
expect leaking > 0
expect shown < 80
)");
  EXPECT_EQ(events(), 0);
}

TEST_F(Keyboard, a_lesson_does_not_stand_under_another_one_while_it_is_worked_out) {
  play(R"(
key f8
click @learn.Lessons
wait 3
click @lesson.precision
click @lesson.work_out
wait 3
expect lesson == working
click @lesson.leak
wait 2
expect lesson.note == Lesson 1 is being worked out: one at a time.
)");
}

TEST_F(Keyboard, each_lesson_opens_the_page_that_shows_it_and_decides_nothing) {
  std::string script;
  for (const auto& [lesson, page] :
       {std::pair{"precision", "train"}, {"threshold", "compare"}, {"source", "errors"}, {"ruler", "inspect"}})
    script += std::string("key f8\nclick @learn.Lessons\nwait 3\nclick @lesson.") + lesson +
              "\nwait 2\nclick @lesson.show_here\nwait until page == " + page + " timeout 20\n" +
              "key escape\nwait 2\nexpect dialog == \"\"\n";
  play(script);
  EXPECT_EQ(events(), 0);
}

TEST_F(Keyboard, a_second_recording_does_not_go_over_the_first) {
  play(R"(
click @nav.learn
wait 3
click @learn.Sessions
wait until sessions.path contains session 1.txt timeout 60
click @sessions.record
wait 3
click @sessions.record
wait until sessions.path contains session 2.txt timeout 60
expect sessions.found == 1
expect sessions.message contains session 1.txt
click @sessions.record
wait 3
click @sessions.record
wait until sessions.found == 2 timeout 60
)");
}

}  // namespace
