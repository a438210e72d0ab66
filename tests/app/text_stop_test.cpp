// Text that the keyboard reaches and scrolls, without a renderer.
#include <string>

#include <gtest/gtest.h>
#include <imgui_internal.h>

#include "app/pages/inspect/inspect_panel.h"
#include "app/pages/learn/learn_panel.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "engine/ui/imgui_input.h"
#include "tests/app/drawn_frame.h"

namespace app {
namespace {

class NoPictures : public Thumbnails {
 public:
  std::uint64_t texture(ImageId) override { return 0; }
};

class TextStop : public test_support::DrawnFrame {
 protected:
  TextStop() : DrawnFrame({960, 600}) {}

  template <typename Draw>
  void frame(const Draw& draw, const widgets::FocusKeys& keys = {}) {
    landmarks_.clear();
    ImGui::NewFrame();
    if (keys.next) ImGui::ClearActiveID();  // as the workbench does with a text field that Tab leaves
    focus_.begin_frame(keys);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("page", nullptr, ImGuiWindowFlags_NoDecoration);
    draw();
    ImGui::End();
    focus_.end_frame();
    ImGui::Render();
  }
  // A button, and then many lines or few.
  void lines(int count) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({at.x, at.y + 400});
    widgets::item(style_, "below the card", {100, 30});
    ImGui::SetCursorScreenPos(at);
    const std::size_t before = focus_.entered();
    ImGui::BeginChild("lines", {400, 200});
    const float top = ImGui::GetCursorScreenPos().y;
    widgets::item(style_, "first", {100, 30});
    for (int i = 0; i < count; ++i) widgets::label(style_, fonts_.small, theme_.text, "a line");
    widgets::text_stop(style_, "text", focus_.end_of_controls(before, top));
    scrolled_ = ImGui::GetScrollY();
    ImGui::EndChild();
  }
  void learn() {
    LearnContext page{{models_, commands_, thumbnails_, style_, !focus_.visible()}, learn_};
    draw_learn(page, {{0, 0}, {960, 600}});
  }
  void inspect() {
    InspectContext page{{models_, commands_, thumbnails_, style_, !focus_.visible()}, inspect_};
    draw_inspect(page, {{0, 0}, {960, 600}});
  }
  template <typename Draw>
  void tab_to(const std::string& stop, const Draw& draw) {
    for (int i = 0; i < 60 && focus_.current() != stop; ++i) frame(draw, {.next = true});
    ASSERT_EQ(focus_.current(), stop);
  }
  template <typename Draw>
  void press(const char* key, const Draw& draw) {
    engine::feed_imgui(engine::KeyChanged{.name = key, .down = true});
    frame(draw);
    engine::feed_imgui(engine::KeyChanged{.name = key, .down = false});
    frame(draw);
  }

  Models models_;
  CommandQueue commands_;
  NoPictures thumbnails_;
  LearnView learn_;
  InspectView inspect_;
  float scrolled_ = 0;
};

TEST_F(TextStop, behind_the_last_control_has_the_keyboard_and_scrolls_to_the_end_of_the_text) {
  const auto draw = [this] { lines(60); };
  for (int i = 0; i < 3; ++i) frame(draw);
  frame(draw, {.next = true});
  frame(draw, {.next = true});
  EXPECT_EQ(focus_.current(), "first");
  frame(draw, {.next = true});
  EXPECT_EQ(focus_.current(), "text");
  frame(draw);
  const float begin = scrolled_;
  EXPECT_LT(begin, 60) << "the text is shown from its beginning";
  press("down", draw);
  EXPECT_GT(scrolled_, begin);
  EXPECT_EQ(focus_.current(), "text") << "arrows scroll, and do not leave";
  const float line = scrolled_;
  press("pagedown", draw);
  EXPECT_GT(scrolled_, line + 100);
  press("home", draw);
  EXPECT_EQ(scrolled_, 0);
  frame(draw, {.next = true});
  EXPECT_FALSE(focus_.visible()) << "Tab leads on";
}

TEST_F(TextStop, is_none_where_everything_is_seen) {
  const auto draw = [this] { lines(3); };
  for (int i = 0; i < 3; ++i) frame(draw);
  for (int i = 0; i < 3; ++i) frame(draw, {.next = true});
  EXPECT_FALSE(focus_.visible());
}

TEST_F(TextStop, lets_every_term_of_the_glossary_be_read_with_the_keyboard) {
  const auto draw = [this] { learn(); };
  for (int i = 0; i < 3; ++i) frame(draw);
  const auto y = [this] { return landmarks_.find("term.ABCD rule").value_or(engine::Landmark{}).y_px; };
  const float begin = y();
  ASSERT_NE(begin, 0);
  press("pagedown", draw);
  const float page = y();
  EXPECT_LT(page, begin - 100) << "nothing has the keyboard";
  frame(draw, {.next = true});
  ASSERT_TRUE(focus_.visible());
  press("pagedown", draw);
  EXPECT_LT(y(), page - 100) << "a control has it";
  tab_to("learn.list", draw);
  press("home", draw);
  press("down", draw);
  EXPECT_NEAR(y(), begin - 60, 1);
}

TEST_F(TextStop, of_inspect_reaches_what_is_known_of_the_image) {
  models_.image.image = 1;
  models_.image.metadata.assign(30, {"Site", "back"});
  const auto draw = [this] { inspect(); };
  for (int i = 0; i < 3; ++i) frame(draw);
  tab_to("inspect.text", draw);
}

TEST_F(TextStop, of_the_quiz_stands_on_every_image_that_was_missed) {
  learn_.part = LearnPart::Quiz;
  learn_.quiz.stage = QuizStage::Done;
  learn_.quiz.groups = {"benign", "malignant"};
  learn_.quiz.questions = {{.row = 0, .truth = 0, .answer = 1}, {.row = 1, .truth = 1, .answer = 0}};
  TableNews news;
  for (ImageId id : {1, 2}) {
    ImageFacts facts;
    facts.id = id;
    facts.path = "/set/" + std::to_string(id) + ".jpg";
    news.added.push_back(facts);
  }
  models_.gallery.replace(ImageTable(ClassList{}));
  models_.gallery.apply(news);
  const auto draw = [this] { learn(); };
  for (int i = 0; i < 3; ++i) frame(draw);
  tab_to("quiz.missed.1", draw);
  frame(draw, {.press = true});
  bool opened = false;
  for (const Command& command : commands_.take())
    if (const auto* open = command.as<OpenImage>()) opened = open->row == 1;
  EXPECT_TRUE(opened);
}

}  // namespace
}  // namespace app
