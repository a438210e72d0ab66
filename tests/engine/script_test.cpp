#include "engine/script/script.h"

#include <fstream>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/script/chord.h"

namespace {
namespace fs = std::filesystem;
using namespace engine;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const ScriptError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

std::string fault_in(const std::string& script) {
  return message_of([&] { parse_script(script); });
}

template <typename T>
T only_step(const std::string& script) {
  const std::vector<ScriptLine> lines = parse_script(script);
  if (lines.size() != 1 || !std::holds_alternative<T>(lines[0].step))
    throw std::logic_error("not one such step: " + script);
  return std::get<T>(lines[0].step);
}

TEST(Script, numbers_lines_as_an_editor_does_and_skips_comments_and_blank_lines) {
  const auto lines = parse_script("# a tour\n\n  wait 2   # a moment\r\n\t\nshot a.png\n");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].number, 3);
  EXPECT_EQ(lines[0].text, "wait 2");
  EXPECT_EQ(std::get<WaitStep>(lines[0].step).frames, 2);
  EXPECT_EQ(lines[1].number, 5);
  EXPECT_EQ(std::get<ShotStep>(lines[1].step).file, "a.png");
  EXPECT_TRUE(parse_script("").empty());
}

TEST(Script, moves_to_numbers_or_a_landmark) {
  const auto numbers = only_step<MoveStep>("move 10.5 -3");
  EXPECT_EQ(numbers.to.x_px, 10.5F);
  EXPECT_EQ(numbers.to.y_px, -3.0F);
  EXPECT_EQ(numbers.to.landmark, "");
  EXPECT_EQ(only_step<MoveStep>("move @library.tile.2").to.landmark, "library.tile.2");
}

TEST(Script, clicks_where_the_mouse_is_at_a_point_or_on_a_landmark) {
  EXPECT_FALSE(only_step<ClickStep>("click").at.has_value());
  EXPECT_EQ(only_step<ClickStep>("click 3 4").at->y_px, 4.0F);
  EXPECT_EQ(only_step<ClickStep>("click @nav.train").at->landmark, "nav.train");
  const auto plain = only_step<ClickStep>("click @a left");
  EXPECT_TRUE(plain.button == MouseButton::Left && !plain.double_click && !plain.ctrl && !plain.shift);
  const auto all = only_step<ClickStep>("click @a right double ctrl shift");
  EXPECT_TRUE(all.button == MouseButton::Right && all.double_click && all.ctrl && all.shift);
  EXPECT_FALSE(only_step<ClickStep>("click double").at.has_value());
}

TEST(Script, drags_between_points_or_by_an_offset_from_a_landmark) {
  const auto points = only_step<DragStep>("drag 1 2 3 4");
  EXPECT_FALSE(points.relative);
  EXPECT_EQ(points.from.y_px, 2.0F);
  EXPECT_EQ(points.to.x_px, 3.0F);
  const auto offset = only_step<DragStep>("drag @plot 30 -4");
  EXPECT_TRUE(offset.relative);
  EXPECT_EQ(offset.from.landmark, "plot");
  EXPECT_EQ(offset.to.y_px, -4.0F);
}

TEST(Script, takes_a_name_of_several_words_in_quotes) {
  EXPECT_EQ(only_step<MoveStep>("move @\"basal cell\"  # there").to.landmark, "basal cell");
  EXPECT_EQ(only_step<MoveStep>("move @\"a #b\"").to.landmark, "a #b");
  const auto drag = only_step<DragStep>("drag @\"a b\" 3 4 right shift");
  EXPECT_TRUE(drag.relative && drag.button == MouseButton::Right && drag.shift);
  EXPECT_EQ(drag.from.landmark, "a b");
  EXPECT_THAT(fault_in("click @\"a b"), HasSubstr("a quote is not closed"));
  EXPECT_THAT(fault_in("click @\"a b\"double"), HasSubstr("follows a quote"));
}

TEST(Script, types_text_as_it_stands) {
  EXPECT_EQ(only_step<TextStep>("text mole #3  \"x\" ").utf8, "mole #3  \"x\" ");
  EXPECT_EQ(only_step<TextStep>("text  # ä").utf8, " # ä");
  EXPECT_THAT(fault_in("text"), HasSubstr("text ANYTHING"));
}

TEST(Script, reads_keys_wheel_drops_sizes_and_waits) {
  EXPECT_EQ(only_step<KeyStep>("key ctrl+shift+z").chord, "ctrl+shift+z");
  EXPECT_EQ(only_step<WheelStep>("wheel -2.5").dy, -2.5F);
  EXPECT_EQ(only_step<DropStep>("drop my images/set 1  # all").path, "my images/set 1");
  EXPECT_EQ(only_step<DropStep>("drop \"set #1\"").path, "set #1");
  EXPECT_EQ(only_step<ResizeStep>("resize 1280 720").height_px, 720);
}

TEST(Script, reads_conditions_with_values_of_several_words_and_a_time_limit) {
  const auto wait = only_step<WaitUntilStep>("wait until heat.state == no evidence timeout 2.5");
  EXPECT_EQ(wait.condition.key, "heat.state");
  EXPECT_EQ(wait.condition.op, "==");
  EXPECT_EQ(wait.condition.value, "no evidence");
  EXPECT_EQ(wait.timeout_s, 2.5);
  EXPECT_EQ(only_step<WaitUntilStep>("wait until a > 1").timeout_s, 60.0);
  EXPECT_EQ(only_step<WaitUntilStep>("wait until a == \"a timeout 5\"").condition.value, "a timeout 5");
  EXPECT_EQ(only_step<ExpectStep>("expect undo == \"\"").condition.value, "");
  EXPECT_EQ(only_step<ExpectStep>("expect undo contains Relabel 3  # images").condition.value, "Relabel 3");
}

TEST(Script, says_the_line_the_fault_and_the_usage) {
  EXPECT_EQ(fault_in("wait 1\nclick @a lefft"),
            "line 2: \"lefft\" is not understood here; expected: click [X Y | @NAME] [left|right|middle] [double] "
            "[ctrl|shift]");
  EXPECT_EQ(fault_in("\n\nwait soon"),
            "line 3: \"soon\" is not a whole number of at least 1; expected: wait FRAMES, or wait until KEY OP VALUE "
            "[timeout SECONDS]");
  EXPECT_THAT(fault_in("clik 1 2"),
              AllOf(StartsWith("line 1: there is no command \"clik\""), HasSubstr("click, drag, drop, expect")));
}

TEST(Script, refuses_what_it_cannot_play) {
  const char* const kFaulty[] = {"move",
                                 "move 1",
                                 "move a b",
                                 "move nan 1",
                                 "move 1 2 3",
                                 "move @",
                                 "click 1",
                                 "drag 1 2 3",
                                 "drag @a @b",
                                 "key",
                                 "key ctrl+",
                                 "key Z",
                                 "key strg+z",
                                 "key a b",
                                 "wheel",
                                 "wheel up",
                                 "drop",
                                 "drop \"a",
                                 "resize 0 10",
                                 "resize 10",
                                 "resize 10 1.5",
                                 "wait 0",
                                 "wait until",
                                 "wait until a",
                                 "wait until a = 1",
                                 "wait until a ==",
                                 "wait until a == 1 timeout x",
                                 "wait until a == 1 timeout 0",
                                 "expect",
                                 "expect a",
                                 "expect a === 1",
                                 "expect a ==",
                                 "shot",
                                 "shot a.jpg",
                                 "shot ../a.png"};
  for (const char* script : kFaulty)
    EXPECT_THAT(fault_in(script), AllOf(StartsWith("line 1: "), HasSubstr("; expected: "))) << script;
}

TEST(Script, is_read_from_a_file_and_faults_end_with_its_path) {
  const fs::path file = fs::temp_directory_path() / ("nevus script " + std::to_string(::getpid()) + ".txt");
  std::ofstream(file, std::ios::binary) << "\xEF\xBB\xBFwait 1\r\nkey enter\r\n";
  EXPECT_EQ(read_script(file).size(), 2U);
  std::ofstream(file, std::ios::binary) << "wait 1\nwait x\n";
  EXPECT_THAT(message_of([&] { read_script(file); }), AllOf(StartsWith("line 2: "), EndsWith(file.string())));
  fs::remove(file);
  EXPECT_THAT(message_of([&] { read_script(file); }), AllOf(HasSubstr("cannot be read"), EndsWith(file.string())));
  EXPECT_THAT(message_of([&] { read_script(file.parent_path()); }), HasSubstr("cannot be read"));
}

bool is_true(const std::string& value, const std::string& op, const std::string& wanted) {
  return holds({"key", op, wanted}, value);
}

TEST(Condition, compares_numbers_as_numbers) {
  EXPECT_TRUE(is_true("10", ">", "9"));
  EXPECT_FALSE(is_true("10", "<", "9"));
  EXPECT_TRUE(is_true("3.000000", "==", "3"));
  EXPECT_FALSE(is_true("3.000000", "!=", "3"));
  EXPECT_TRUE(is_true("3", "<=", "3"));
  EXPECT_TRUE(is_true("3", ">=", "3"));
  EXPECT_FALSE(is_true("-1", ">=", "0"));
}

TEST(Condition, compares_anything_else_as_text) {
  EXPECT_TRUE(is_true("finished", "==", "finished"));
  EXPECT_TRUE(is_true("none", "!=", "0"));
  EXPECT_TRUE(is_true("abc", "<", "abd"));
  EXPECT_FALSE(is_true("3 images", "==", "3"));
  EXPECT_TRUE(is_true("Relabel 3 images", "contains", "3"));
  EXPECT_FALSE(is_true("Relabel 3 images", "contains", "relabel"));
}

TEST(Condition, a_word_is_neither_above_nor_below_a_number) {
  for (const char* op : {"<", ">", "<=", ">="}) {
    EXPECT_FALSE(is_true("none", op, "0.8")) << op;
    EXPECT_FALSE(is_true("nan", op, "0.8")) << op;
    EXPECT_FALSE(is_true("0.8", op, "none")) << op;
  }
}

TEST(Condition, an_absent_value_fulfils_only_the_inequality) {
  for (const char* op : {"==", "<", ">", "<=", ">=", "contains"})
    EXPECT_FALSE(holds({"key", op, ""}, std::nullopt)) << op;
  EXPECT_TRUE(holds({"key", "!=", "0"}, std::nullopt));
}

TEST(Condition, an_unknown_operator_is_an_error) {
  EXPECT_THAT(message_of([] { holds({"key", "=", "1"}, "1"); }), HasSubstr("\"=\""));
}

TEST(Chord, is_modifiers_and_one_key) {
  const std::optional<Chord> chord = chord_from_text("ctrl+shift+z");
  ASSERT_TRUE(chord.has_value());
  EXPECT_THAT(chord->modifiers, ElementsAre("ctrl", "shift"));
  EXPECT_EQ(chord->key, "z");
  EXPECT_EQ(chord_from_text("ctrl++")->key, "+");
  EXPECT_EQ(chord_from_text("+")->key, "+");
  EXPECT_EQ(chord_from_text("shift")->key, "shift");
  for (const char* faulty : {"", "+z", "ctrl+", "z+ctrl", "ctrl+ctrl+z", "ctrl+ctrl", "A", "f13", "entr"})
    EXPECT_FALSE(chord_from_text(faulty).has_value()) << faulty;
}

TEST(Chord, types_what_a_keyboard_would) {
  const auto typed = [](const char* text) { return text_of(*chord_from_text(text)).value_or("nothing"); };
  EXPECT_EQ(typed("z"), "z");
  EXPECT_EQ(typed("/"), "/");
  EXPECT_EQ(typed("space"), " ");
  EXPECT_EQ(typed("shift+z"), "Z");
  for (const char* silent : {"ctrl+z", "alt+z", "ctrl+shift+z", "shift+/", "enter", "shift"})
    EXPECT_EQ(typed(silent), "nothing") << silent;
}

}  // namespace
