// Lessons, quiz and sessions of the Learn page drawn without a renderer: what is offered, and what fits.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/pages/learn/learn_commands.h"
#include "app/pages/learn/learn_panel.h"
#include "tests/app/drawn_frame.h"

namespace app {
namespace {

class NoTextures : public Thumbnails {
 public:
  std::uint64_t texture(ImageId) override { return 0; }
};

class LessonPanel : public test_support::DrawnFrame {
 protected:
  LessonPanel() : DrawnFrame({1192, 626}) {}  // of a window of 1280 x 800

  void frame() {
    landmarks_.clear();
    ImGui::NewFrame();
    focus_.begin_frame({});
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("page", nullptr, ImGuiWindowFlags_NoDecoration);
    LearnContext page{{models_, commands_, textures_, style_, true}, learn_};
    draw_learn(page, {{0, 0}, ImGui::GetIO().DisplaySize});
    ImGui::End();
    focus_.end_frame();
    ImGui::Render();
  }
  bool there(const std::string& landmark) {
    frame();
    frame();
    return landmarks_.find(landmark).has_value();
  }
  void click(const std::string& landmark) {
    ASSERT_TRUE(there(landmark)) << landmark;
    const auto place = landmarks_.find(landmark);
    ImGui::GetIO().MousePos = {place->x_px + place->width_px / 2, place->y_px + place->height_px / 2};
    for (const bool down : {false, true, false}) {
      ImGui::GetIO().MouseDown[0] = down;
      frame();
    }
  }
  void choose(std::string_view lesson) {
    learn_.part = LearnPart::Lessons;
    learn_.lesson.chosen =
        static_cast<std::size_t>(std::ranges::find(lessons(), lesson, &Lesson::name) - lessons().begin());
  }

  Models models_;
  CommandQueue commands_;
  NoTextures textures_;
  LearnView learn_;
};

TEST_F(LessonPanel, a_set_that_does_not_leak_has_no_leak_to_show) {
  choose("leak");
  EXPECT_FALSE(there("lesson.show_here")) << "nothing is known yet";
  models_.workspace.leak_known = true;
  EXPECT_FALSE(there("lesson.show_here"));
  models_.workspace.leak = "3 lesions in train and val";
  click("lesson.show_here");
  bool asked = false;
  for (const Command& command : commands_.take()) asked |= command.as<ShowLessonHere>() != nullptr;
  EXPECT_TRUE(asked);
  models_.workspace.leak.clear();
  choose("ruler");
  EXPECT_TRUE(there("lesson.show_here")) << "other lessons do not ask";
}

TEST_F(LessonPanel, every_lesson_has_a_seed_of_its_own_field_and_all_of_it_is_seen) {
  for (const Lesson& lesson : lessons()) {
    choose(lesson.name);
    models_.workspace = {.leak_known = true, .leak = "3 lesions in train and val"};
    ASSERT_TRUE(there("lesson.seed")) << lesson.name;
    for (const char* landmark : {"lesson.work_out", "lesson.show_here"}) {
      const auto place = landmarks_.find(landmark);
      ASSERT_TRUE(place) << landmark;
      EXPECT_LT(place->y_px + place->height_px, 620) << lesson.name << " " << landmark;
    }
  }
}

TEST_F(LessonPanel, a_question_with_seven_groups_fits_with_the_buttons_below_it) {
  ClassList list;
  TargetFacts target{"diagnosis", "", {}, {}};
  for (const char* name : {"nv", "mel", "bkl", "bcc", "akiec", "vasc", "df"}) {
    const auto id = static_cast<ClassId>(list.classes.size() + 1);
    list.classes.push_back({id, name, name});
    learn_.quiz.group_of_class[id] = static_cast<int>(target.groups.size());
    target.group_of_class.push_back(static_cast<int>(target.groups.size()));
    target.groups.emplace_back(name);
  }
  list.targets = {target};
  models_.gallery.replace(ImageTable(list));
  learn_.part = LearnPart::Quiz;
  learn_.quiz.stage = QuizStage::Asking;
  learn_.quiz.groups = target.groups;
  learn_.quiz.questions = std::vector<QuizQuestion>(20);
  ASSERT_TRUE(there("quiz.leave"));
  const auto leave = landmarks_.find("quiz.leave");
  EXPECT_LT(leave->y_px + leave->height_px, 620);
  click("quiz.answer.bcc");
  int answer = -1;
  for (const Command& command : commands_.take())
    if (const auto* given = command.as<AnswerQuiz>()) answer = given->group;
  EXPECT_EQ(answer, 3);
}

TEST_F(LessonPanel, a_session_of_the_workspace_is_chosen_by_a_click) {
  learn_.part = LearnPart::Sessions;
  learn_.sessions.folder = "/ws/sessions";
  learn_.sessions.found = {"first.txt", "second.txt"};
  EXPECT_FALSE(there("sessions.second.txt")) << "it is still looked";
  learn_.sessions.listed = true;
  click("sessions.second.txt");
  EXPECT_EQ(learn_.sessions.path, "/ws/sessions/second.txt");
}

}  // namespace
}  // namespace app
