#include "engine/input/input_queue.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {
using namespace engine;

std::string told(const MouseMoved& e) { return "move" + std::to_string(static_cast<int>(e.x_px)); }
std::string told(const MousePressed& e) {
  return std::string(e.button == MouseButton::Left    ? "left"
                     : e.button == MouseButton::Right ? "right"
                                                      : "middle") +
         (e.down ? "+" : "-");
}
std::string told(const MouseWheel&) { return "wheel"; }
std::string told(const KeyChanged& e) { return e.name + (e.down ? "+" : "-"); }
std::string told(const TextTyped& e) { return "'" + e.utf8 + "'"; }
std::string told(const Resized&) { return "resized"; }
std::string told(const FileDropped& e) { return "drop:" + e.path; }

const MousePressed kLeftDown{MouseButton::Left, true}, kLeftUp{MouseButton::Left, false};
KeyChanged down(const std::string& name) { return {name, true, false}; }
KeyChanged up(const std::string& name) { return {name, false, false}; }

// All frames the events make, as text: words with spaces, frames with bars.
std::string frames_of(const std::vector<InputEvent>& events) {
  InputQueue queue;
  for (const InputEvent& event : events) queue.push(event);
  std::string all;
  while (!queue.empty()) {
    const std::vector<InputEvent> frame = queue.take_frame();
    if (frame.empty()) return all + " | (a frame that takes nothing)";
    if (!all.empty()) all += " | ";
    for (std::size_t i = 0; i < frame.size(); ++i) {
      if (i > 0) all += " ";
      all += std::visit([](const auto& event) { return told(event); }, frame[i]);
    }
  }
  return all;
}

TEST(InputQueue, is_empty_until_something_is_pushed_and_after_everything_is_taken) {
  InputQueue queue;
  EXPECT_TRUE(queue.empty());
  EXPECT_TRUE(queue.take_frame().empty());
  queue.push(kLeftDown);
  EXPECT_FALSE(queue.empty());
  EXPECT_EQ(queue.take_frame().size(), 1U);
  EXPECT_TRUE(queue.empty());
}

TEST(InputQueue, a_press_and_its_release_are_seen_in_two_frames) {
  EXPECT_EQ(frames_of({kLeftDown, kLeftUp, kLeftDown, kLeftUp}), "left+ | left- | left+ | left-");
}

TEST(InputQueue, two_buttons_may_change_together) {
  EXPECT_EQ(frames_of({kLeftDown, MousePressed{MouseButton::Right, true}, kLeftUp}), "left+ right+ | left-");
}

TEST(InputQueue, a_press_shares_the_frame_of_the_moves_before_it) {
  EXPECT_EQ(frames_of({MouseMoved{1, 0}, MouseMoved{2, 0}, kLeftDown}), "move1 move2 left+");
}

TEST(InputQueue, a_move_waits_until_the_click_before_it_was_seen_in_its_place) {
  EXPECT_EQ(frames_of({kLeftDown, MouseMoved{1, 0}, kLeftUp, MouseMoved{2, 0}}), "left+ | move1 left- | move2");
}

TEST(InputQueue, a_move_waits_for_keys_and_wheel_at_the_old_place) {
  EXPECT_EQ(frames_of({down("2"), MouseMoved{1, 0}, MouseWheel{0, 1}, MouseMoved{2, 0}}), "2+ | move1 wheel | move2");
}

TEST(InputQueue, what_was_scrolled_is_drawn_before_it_is_clicked) {
  EXPECT_EQ(frames_of({MouseWheel{0, 1}, MouseWheel{0, 1}, kLeftDown, MouseWheel{0, 1}}),
            "wheel wheel | left+ | wheel");
}

TEST(InputQueue, a_key_is_pressed_and_released_in_two_frames) {
  EXPECT_EQ(frames_of({down("enter"), up("enter"), down("enter")}), "enter+ | enter- | enter+");
}

TEST(InputQueue, a_repeat_counts_as_a_change_of_its_key) {
  EXPECT_EQ(frames_of({down("left"), KeyChanged{"left", true, true}, up("left")}), "left+ | left+ | left-");
}

TEST(InputQueue, presses_of_two_keys_keep_their_order) {
  EXPECT_EQ(frames_of({down("tab"), down("enter"), up("tab"), up("enter")}), "tab+ | enter+ tab- | enter-");
}

TEST(InputQueue, a_chord_takes_two_frames_and_its_modifier_outlives_the_press) {
  EXPECT_EQ(frames_of({down("ctrl"), down("z"), up("z"), up("ctrl")}), "ctrl+ z+ | z- ctrl-");
  EXPECT_EQ(frames_of({down("ctrl"), down("z"), up("ctrl"), up("z")}), "ctrl+ z+ | ctrl- z-");
}

TEST(InputQueue, a_click_with_ctrl_keeps_ctrl_for_the_release) {
  EXPECT_EQ(frames_of({MouseMoved{1, 0}, down("ctrl"), kLeftDown, kLeftUp, up("ctrl")}),
            "move1 ctrl+ left+ | left- | ctrl-");
}

TEST(InputQueue, a_turn_of_the_wheel_keeps_its_modifier) {
  EXPECT_EQ(frames_of({down("ctrl"), MouseWheel{0, 1}, up("ctrl")}), "ctrl+ wheel | ctrl-");
}

TEST(InputQueue, a_click_waits_for_what_the_key_before_it_did) {
  EXPECT_EQ(frames_of({down("f1"), kLeftDown}), "f1+ | left+");
}

TEST(InputQueue, text_waits_for_the_click_that_focused_its_field) {
  EXPECT_EQ(frames_of({kLeftDown, TextTyped{"a"}, kLeftUp, TextTyped{"b"}}), "left+ | 'a' | left- | 'b'");
}

TEST(InputQueue, text_waits_for_a_key_that_may_move_the_focus_or_the_caret) {
  EXPECT_EQ(frames_of({down("tab"), TextTyped{"a"}}), "tab+ | 'a'");
  EXPECT_EQ(frames_of({down("backspace"), TextTyped{"a"}}), "backspace+ | 'a'");
}

TEST(InputQueue, text_stays_with_the_key_that_types_it) {
  EXPECT_EQ(frames_of({down("/"), TextTyped{"/"}, up("/"), down("f"), TextTyped{"f"}, up("f")}),
            "/+ '/' | /- f+ 'f' | f-");
  EXPECT_EQ(frames_of({down("ä"), TextTyped{"ä"}, up("ä")}), "ä+ 'ä' | ä-");
  EXPECT_EQ(frames_of({down("space"), TextTyped{" "}}), "space+ ' '");
}

TEST(InputQueue, texts_in_a_row_share_a_frame_but_no_key_or_click_follows_them) {
  EXPECT_EQ(frames_of({TextTyped{"a"}, TextTyped{"b"}, down("enter")}), "'a' 'b' | enter+");
  EXPECT_EQ(frames_of({TextTyped{"a"}, kLeftDown}), "'a' | left+");
}

TEST(InputQueue, a_new_size_is_alone_in_its_frame) {
  EXPECT_EQ(frames_of({MouseMoved{1, 0}, Resized{10, 10}, Resized{20, 20}, MouseMoved{2, 0}}),
            "move1 | resized | resized | move2");
}

TEST(InputQueue, files_dropped_together_arrive_together) {
  EXPECT_EQ(frames_of({MouseMoved{1, 0}, FileDropped{"a"}, FileDropped{"b"}, down("enter")}),
            "move1 drop:a drop:b | enter+");
  EXPECT_EQ(frames_of({down("enter"), FileDropped{"a"}}), "enter+ | drop:a");
}

}  // namespace
