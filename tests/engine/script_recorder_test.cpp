// What a user does, written down as a script that can be read again.
#include "engine/script/script_recorder.h"

#include <gtest/gtest.h>

#include "engine/script/script.h"

namespace engine {
namespace {

class Recording : public testing::Test {
 protected:
  void take(InputEvent event) {
    recorder_.take(
        event, [this](float x_px, float) { return x_px < 100 ? landmark_ : std::string(); }, now_s_);
  }
  void click(float x_px, float y_px) {
    take(MouseMoved{x_px, y_px});
    take(MousePressed{MouseButton::Left, true});
    take(MousePressed{MouseButton::Left, false});
  }
  void key(const std::string& name, const std::string& types = "") {
    take(KeyChanged{name, true});
    if (!types.empty()) take(TextTyped{types});
    take(KeyChanged{name, false});
  }
  std::string lines() const {
    const std::string text = recorder_.text();
    return text.substr(text.find('\n') + 1);
  }

  ScriptRecorder recorder_;
  std::string landmark_ = "nav.train";
  double now_s_ = 10;
};

TEST_F(Recording, names_landmarks_where_there_are_any_and_places_where_not) {
  click(50, 20);
  click(300, 40);
  EXPECT_EQ(lines(), "click @nav.train\nclick 300 40\n");
}

TEST_F(Recording, two_presses_soon_after_each_other_are_a_double_click) {
  click(50, 20);
  now_s_ += 0.2;
  click(50, 20);
  now_s_ += 5;
  click(50, 20);
  EXPECT_EQ(lines(), "click @nav.train double\nclick @nav.train\n");
}

TEST_F(Recording, a_press_that_moves_is_a_drag) {
  take(MouseMoved{50, 20});
  take(MousePressed{MouseButton::Left, true});
  take(MouseMoved{90, 30});
  take(MousePressed{MouseButton::Left, false});
  take(MouseMoved{300, 20});
  take(MousePressed{MouseButton::Left, true});
  take(MouseMoved{340, 90});
  take(MousePressed{MouseButton::Left, false});
  EXPECT_EQ(lines(), "drag @nav.train 40 10\ndrag 300 20 340 90\n");
}

TEST_F(Recording, a_chord_is_one_line_and_what_it_types_is_not_typed_twice) {
  key("a", "a");
  take(KeyChanged{"ctrl", true});
  key("k");
  take(KeyChanged{"ctrl", false});
  key("é", "é");
  EXPECT_EQ(lines(), "key a\nkey ctrl+k\ntext é\n");
}

TEST_F(Recording, can_be_read_as_a_script) {
  click(50, 20);
  key("f2");
  take(MouseWheel{0, -2});
  take(FileDropped{"/a folder/pic # 1.png"});
  const std::vector<ScriptLine> script = parse_script(recorder_.text());
  ASSERT_EQ(script.size(), 5U);
  EXPECT_EQ(std::get<DropStep>(script.back().step).path, "/a folder/pic # 1.png");
  EXPECT_EQ(std::get<WheelStep>(script[3].step).dy, -2);
}

TEST_F(Recording, a_name_of_several_words_can_be_read_again) {
  landmark_ = "class.basal cell #1";
  click(50, 20);
  landmark_ = "a \"quoted\" one";  // a quote cannot be written: the place is
  click(60, 20);
  EXPECT_EQ(lines(), "click @\"class.basal cell #1\"\nclick 60 20\n");
  const std::vector<ScriptLine> script = parse_script(recorder_.text());
  EXPECT_EQ(std::get<ClickStep>(script[0].step).at->landmark, "class.basal cell #1");
}

TEST_F(Recording, keeps_button_modifiers_and_parts_of_a_turn) {
  take(KeyChanged{"ctrl", true});
  take(MouseMoved{300, 20});
  take(MousePressed{MouseButton::Right, true});
  take(MouseMoved{340, 90});
  take(MousePressed{MouseButton::Right, false});
  take(MouseWheel{0, 0.25F});
  take(KeyChanged{"ctrl", false});
  take(MousePressed{MouseButton::Middle, true});
  take(MousePressed{MouseButton::Middle, false});
  EXPECT_EQ(lines(), "drag 300 20 340 90 right ctrl\nmove 340 90\nwheel 0.25 ctrl\nclick 340 90 middle\n");
  const std::vector<ScriptLine> script = parse_script(recorder_.text());
  const auto& drag = std::get<DragStep>(script[0].step);
  EXPECT_TRUE(drag.button == MouseButton::Right && drag.ctrl && !drag.shift);
  EXPECT_TRUE(std::get<WheelStep>(script[2].step).ctrl);
  EXPECT_EQ(std::get<WheelStep>(script[2].step).dy, 0.25F);
}

}  // namespace
}  // namespace engine
