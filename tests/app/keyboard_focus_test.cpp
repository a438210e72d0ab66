#include "app/widgets/keyboard_focus.h"

#include <gtest/gtest.h>

namespace app::widgets {
namespace {

// Controls in rows of three, entered in every frame.
class Controls : public testing::Test {
 protected:
  void frame(const FocusKeys& keys = {}) {
    focus.begin_frame(keys);
    enter("abcdef", Takes::Press);
    if (list_open) {
      focus.begin_layer("list", LayerKind::List);
      enter("xyz", Takes::Press);
      focus.end_layer();
    }
    enter("s", Takes::Steps);
    focus.end_frame();
  }
  void enter(const std::string& names, Takes takes) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto column = static_cast<float>(i % 3), row = static_cast<float>(i / 3);
      const float y = names == "s" ? 200 : row * 50;
      const Rect place{{column * 100, y}, {column * 100 + 80, y + 30}};
      const auto given = focus.enter(std::string(1, names[i]), place, takes);
      if (given.pressed) pressed += names[i];
      step += given.step;
    }
  }
  std::string at() const { return focus.visible() ? focus.current() : ""; }

  KeyboardFocus focus;
  bool list_open = false;
  std::string pressed;
  int step = 0;
};

constexpr FocusKeys kTab{.next = true}, kBack{.previous = true}, kPress{.press = true}, kRight{.right = true},
    kLeft{.left = true}, kDown{.down = true};

TEST_F(Controls, leave_the_keyboard_to_the_page_until_tab_and_give_it_back_after_the_last) {
  frame();
  frame(kPress);
  frame(kRight);
  EXPECT_EQ(pressed + at(), "");
  for (const char* wanted : {"a", "b", "c", "d", "e", "f", "s", "", "a"}) {
    frame(kTab);
    EXPECT_EQ(at(), wanted);
  }
  frame(kBack);
  EXPECT_EQ(at(), "");
  frame(kBack);
  EXPECT_EQ(at(), "s");
}

TEST_F(Controls, are_pressed_once_by_the_key_and_only_where_the_keyboard_is) {
  frame();
  frame(kTab);
  frame(kTab);
  frame(kPress);
  frame();
  EXPECT_EQ(pressed, "b");
}

TEST_F(Controls, are_reached_by_arrows_and_what_takes_steps_is_changed_by_them) {
  frame();
  frame(kTab);
  frame(kRight);
  EXPECT_EQ(at(), "b");
  frame(kDown);
  EXPECT_EQ(at(), "e");
  frame(kLeft);
  EXPECT_EQ(at(), "d");
  frame(kLeft);
  EXPECT_EQ(at(), "d") << "there is nothing to the left";
  frame(kDown);
  EXPECT_EQ(at(), "s");
  frame(kRight);
  frame({.left = true, .large = true});
  EXPECT_EQ(step, 1 - 10);
  EXPECT_EQ(at(), "s");
}

TEST_F(Controls, below_an_open_list_get_no_key_and_have_the_keyboard_again_when_it_closes) {
  frame();
  frame(kTab);
  frame(kTab);
  list_open = true;
  frame();
  EXPECT_EQ(at(), "x");
  frame(kTab);
  frame(kPress);
  EXPECT_EQ(pressed, "y");
  frame(kTab);
  frame(kTab);
  EXPECT_EQ(at(), "x") << "it goes round";
  list_open = false;
  frame();
  EXPECT_EQ(at(), "b");
}

TEST_F(Controls, give_the_keyboard_back_to_the_page_when_the_mouse_is_used) {
  frame();
  frame(kTab);
  frame({.mouse = true});
  EXPECT_EQ(at(), "");
  frame(kTab);
  EXPECT_EQ(at(), "b") << "Tab goes on from there";
}

TEST_F(Controls, in_a_text_field_only_tab_leads_away) {
  focus.begin_frame({});
  focus.enter("t", {{0, 0}, {80, 30}}, Takes::Text);
  focus.enter("u", {{100, 0}, {180, 30}}, Takes::Press);
  focus.take("t");
  focus.end_frame();
  for (const FocusKeys& keys : {FocusKeys{.right = true, .text_active = true}, {.press = true, .text_active = true}}) {
    focus.begin_frame(keys);
    EXPECT_EQ(at(), "t");
    focus.enter("t", {{0, 0}, {80, 30}}, Takes::Text);
    focus.enter("u", {{100, 0}, {180, 30}}, Takes::Press);
    focus.end_frame();
  }
  focus.begin_frame({.next = true, .text_active = true});
  EXPECT_EQ(at(), "u");
}

TEST_F(Controls, that_is_gone_leaves_a_dialog_s_keyboard_to_what_came_to_its_place) {
  const auto dialog = [&](const std::string& names) {
    focus.begin_frame({});
    focus.begin_layer("dialog", LayerKind::Dialog);
    enter(names, Takes::Press);
    focus.end_layer();
    focus.end_frame();
  };
  dialog("xyz");
  focus.want("z");
  dialog("xyz");
  EXPECT_EQ(at(), "z");
  dialog("xy");
  EXPECT_EQ(at(), "y");
}

TEST(KeyboardFocusOfCells, takes_all_arrows_and_is_left_with_tab) {
  KeyboardFocus focus;
  KeyboardFocus::Given given;
  const auto frame = [&](const FocusKeys& keys) {
    focus.begin_frame(keys);
    focus.enter("above", {{0, 0}, {10, 10}});
    given = focus.enter("matrix", {{0, 20}, {10, 30}}, Takes::Moves);
    focus.end_frame();
  };
  frame({});
  focus.want("matrix");
  frame({});
  frame({.up = true});
  EXPECT_TRUE(given.focused) << "up stays inside";
  EXPECT_EQ(given.step_down, -1);
  frame({.right = true, .large = true});
  EXPECT_EQ(given.step, 10);
  frame({.previous = true});
  EXPECT_EQ(focus.current(), "above");
}

}  // namespace
}  // namespace app::widgets
