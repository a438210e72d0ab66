#include "engine/script/script_driver.h"

#include <functional>
#include <map>

#include <gtest/gtest.h>

namespace {
using namespace engine;
using Status = engine::ScriptDriver::Status;

std::string word(const MouseMoved& e) {
  return "move(" + std::to_string(static_cast<int>(e.x_px)) + "," + std::to_string(static_cast<int>(e.y_px)) + ")";
}
std::string word(const MousePressed& e) {
  return std::string(e.button == MouseButton::Left ? "left" : "right") + (e.down ? "+" : "-");
}
std::string word(const MouseWheel& e) { return "wheel(" + std::to_string(static_cast<int>(e.dy)) + ")"; }
std::string word(const KeyChanged& e) { return e.name + (e.down ? "+" : "-"); }
std::string word(const TextTyped& e) { return "'" + e.utf8 + "'"; }
std::string word(const Resized&) { return "resized"; }
std::string word(const FileDropped& e) { return "drop:" + e.path; }

// Writes down what it is told; its clock goes a tenth of a second with every frame.
class Recorder : public ScriptTarget {
 public:
  void push(InputEvent event) override {
    log += (log.empty() || log.back() == '|' ? "" : " ") + std::visit([](const auto& e) { return word(e); }, event);
  }
  std::optional<Landmark> landmark(const std::string& name) override {
    return landmarks.contains(name) ? std::optional(landmarks[name]) : std::nullopt;
  }
  std::optional<std::string> value(const std::string& key) override {
    return values.contains(key) ? std::optional(values[key]) : std::nullopt;
  }
  void shot(const std::string& file) override { log += "shot:" + file; }
  void resize(int width_px, int height_px) override {
    log += "size:" + std::to_string(width_px) + "x" + std::to_string(height_px);
  }
  double now_s() override { return clock_s; }

  std::string log;
  std::map<std::string, Landmark> landmarks;
  std::map<std::string, std::string> values;
  double clock_s = 1000;
};

class ScriptDriver : public ::testing::Test {
 protected:
  // Plays to the end; `after_frame` is told how many frames there were. A bar in the log ends a frame.
  Status play(
      const std::string& script, const std::function<void(int)>& after_frame = [](int) {}) {
    engine::ScriptDriver driver(parse_script(script), target_);
    for (frames_ = 0; driver.advance() == Status::Running && frames_ < 10000;) {
      ++frames_;
      target_.clock_s += 0.1;
      target_.log += "|";
      after_frame(frames_);
    }
    failure_ = driver.failure();
    return driver.status();
  }

  Recorder target_;
  std::string failure_;
  int frames_ = 0;
};

TEST_F(ScriptDriver, is_done_at_once_without_lines_and_stays_so) {
  engine::ScriptDriver driver({}, target_);
  EXPECT_EQ(driver.status(), Status::Running);
  EXPECT_EQ(driver.advance(), Status::Done);
  EXPECT_EQ(driver.advance(), Status::Done);
  EXPECT_EQ(driver.failure(), "");
}

TEST_F(ScriptDriver, plays_one_step_a_frame_and_knows_the_current_line) {
  engine::ScriptDriver driver(parse_script("move 1 2\n\nshot a.png"), target_);
  EXPECT_EQ(driver.current()->number, 1);
  EXPECT_EQ(driver.advance(), Status::Running);
  EXPECT_EQ(target_.log, "move(1,2)");
  EXPECT_EQ(driver.current()->number, 3);
  EXPECT_EQ(driver.advance(), Status::Running);
  EXPECT_EQ(target_.log, "move(1,2)shot:a.png");
  EXPECT_EQ(driver.current(), nullptr);
  EXPECT_EQ(driver.advance(), Status::Done);
}

TEST_F(ScriptDriver, hovers_before_it_clicks) {
  EXPECT_EQ(play("click 3 4\nclick"), Status::Done);
  EXPECT_EQ(target_.log, "move(3,4)|left+ left-|left+ left-|");
}

TEST_F(ScriptDriver, a_double_click_presses_twice_and_modifiers_are_held_around_it) {
  EXPECT_EQ(play("click right double ctrl shift"), Status::Done);
  EXPECT_EQ(target_.log, "ctrl+ shift+ right+ right- right+ right- shift- ctrl-|");
}

TEST_F(ScriptDriver, aims_at_the_centre_of_a_landmark) {
  target_.landmarks["nav.train"] = {100, 50, 40, 20};
  EXPECT_EQ(play("move @nav.train\ndrag @nav.train 80 -8"), Status::Done);
  EXPECT_EQ(target_.log,
            "move(120,60)|move(120,60)|left+|move(130,59)|move(140,58)|move(150,57)|move(160,56)|move(170,55)|move(180,"
            "54)|move(190,53)|"
            "move(200,52)|left-|");
}

TEST_F(ScriptDriver, a_drag_ends_exactly_at_its_goal) {
  EXPECT_EQ(play("drag 0 0 33 7"), Status::Done);
  EXPECT_EQ(target_.log.substr(0, 16), "move(0,0)|left+|");
  EXPECT_TRUE(target_.log.ends_with("|move(33,7)|left-|")) << target_.log;
}

TEST_F(ScriptDriver, a_drag_and_a_turn_hold_what_is_held) {
  EXPECT_EQ(play("drag 0 0 33 7 right ctrl\nwheel 2 shift"), Status::Done);
  EXPECT_EQ(target_.log.substr(0, 24), "move(0,0)|ctrl+ right+|m");
  EXPECT_TRUE(target_.log.ends_with("|move(33,7)|right- ctrl-|shift+ wheel(2) shift-|")) << target_.log;
}

TEST_F(ScriptDriver, chords_go_down_and_up_as_by_hand) {
  EXPECT_EQ(play("key ctrl+z\nkey ctrl+shift+z\nkey enter"), Status::Done);
  EXPECT_EQ(target_.log, "ctrl+ z+ z- ctrl-|ctrl+ shift+ z+ z- shift- ctrl-|enter+ enter-|");
}

TEST_F(ScriptDriver, a_printable_key_types_its_character) {
  EXPECT_EQ(play("key 2\nkey space\nkey shift+a"), Status::Done);
  EXPECT_EQ(target_.log, "2+ '2' 2-|space+ ' ' space-|shift+ a+ 'A' a- shift-|");
}

TEST_F(ScriptDriver, types_turns_drops_and_resizes) {
  EXPECT_EQ(play("text mole # 3\nwheel -3\ndrop a b.png\nresize 800 600"), Status::Done);
  EXPECT_EQ(target_.log, "'mole # 3'|wheel(-3)|drop:a b.png|size:800x600|");
}

TEST_F(ScriptDriver, waits_as_many_frames_as_it_is_told) {
  EXPECT_EQ(play("wait 3\nkey enter\nwait 1\nshot a.png"), Status::Done);
  EXPECT_EQ(target_.log, "|||enter+ enter-||shot:a.png|");
}

TEST_F(ScriptDriver, waits_until_a_condition_holds) {
  target_.values["run.live"] = "1";
  EXPECT_EQ(play("wait until run.live == 0\nshot a.png",
                 [&](int frame) {
                   if (frame == 5) target_.values["run.live"] = "0";
                 }),
            Status::Done);
  EXPECT_EQ(target_.log, "||||||shot:a.png|");
}

TEST_F(ScriptDriver, gives_up_a_wait_after_its_time_and_says_what_the_value_is) {
  target_.values["run.live"] = "1";
  EXPECT_EQ(play("wait 1\nwait until run.live == 0 timeout 2.5\nshot a.png"), Status::Failed);
  EXPECT_EQ(failure_, "line 2: wait until run.live == 0 timeout 2.5: not within 2.5 s, it is 1");
  EXPECT_NEAR(frames_, 26, 1);
  EXPECT_EQ(target_.log.find("shot"), std::string::npos);
}

TEST_F(ScriptDriver, every_wait_has_its_own_time) {
  EXPECT_EQ(play("wait until a == 1 timeout 1\nwait until b == 1 timeout 1",
                 [&](int frame) {
                   if (frame == 8) target_.values["a"] = "1";
                   if (frame == 16) target_.values["b"] = "1";
                 }),
            Status::Done)
      << failure_;
}

TEST_F(ScriptDriver, stops_at_the_first_expectation_that_fails) {
  target_.values = {{"page", "library"}, {"shown", "3"}};
  EXPECT_EQ(play("expect page == library\nexpect shown > 2\n# now\nexpect shown == 4\nshot a.png"), Status::Failed);
  EXPECT_EQ(failure_, "line 4: expect shown == 4: it is 3");
  EXPECT_EQ(target_.log, "||");
}

TEST_F(ScriptDriver, says_when_an_expected_value_is_empty_or_absent) {
  target_.values["undo"] = "";
  EXPECT_EQ(play("expect undo contains Relabel"), Status::Failed);
  EXPECT_EQ(failure_, "line 1: expect undo contains Relabel: it is \"\"");
  EXPECT_EQ(play("expect shwon == 4"), Status::Failed);
  EXPECT_EQ(failure_, "line 1: expect shwon == 4: there is no value of this name");
}

TEST_F(ScriptDriver, waits_for_a_landmark_that_appears_late) {
  EXPECT_EQ(play("click @late",
                 [&](int frame) {
                   if (frame == 15) target_.landmarks["late"] = {10, 10, 2, 2};
                 }),
            Status::Done);
  EXPECT_TRUE(target_.log.ends_with("|||move(11,11)|left+ left-|")) << target_.log;
}

TEST_F(ScriptDriver, gives_up_a_landmark_after_two_seconds) {
  for (const char* line : {"move @gone", "click @gone double", "drag @gone 1 1"}) {
    EXPECT_EQ(play(std::string("\n") + line + "\nshot a.png"), Status::Failed) << line;
    EXPECT_EQ(failure_, "line 2: no landmark gone") << line;
    EXPECT_NEAR(frames_, 20, 1) << line;
  }
  EXPECT_EQ(target_.log.find_first_not_of('|'), std::string::npos) << target_.log;
}

TEST_F(ScriptDriver, does_nothing_more_once_it_failed) {
  engine::ScriptDriver driver(parse_script("expect a == 1\nmove 1 1"), target_);
  EXPECT_EQ(driver.advance(), Status::Failed);
  EXPECT_EQ(driver.advance(), Status::Failed);
  EXPECT_EQ(driver.current()->number, 1);
  EXPECT_EQ(target_.log, "");
}

}  // namespace
