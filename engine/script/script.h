// A recorded session as text, one command a line:
//
//   move X Y | move @NAME            click [X Y | @NAME] [left|right|middle] [double] [ctrl|shift]
//   drag X1 Y1 X2 Y2 [left|right|middle] [ctrl|shift]   drag @NAME DX DY [left|right|middle] [ctrl|shift]
//   key CHORD                        text ANYTHING
//   wheel DY [ctrl|shift]            drop PATH            resize W H
//   wait FRAMES                      wait until KEY OP VALUE [timeout SECONDS]
//   expect KEY OP VALUE              shot FILE.png        # comment
//
// OP is == != < > <= >= or contains; VALUE and PATH are the rest of the line, in quotes where they hold
// a # or nothing at all. Texts are typed as they stand, # and all. @NAME is a landmark
// (input/landmarks.h), whose centre is used; a name with a blank in it stands in quotes: @"class.basal cell".
// Any thread; plain values.
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "engine/input/input_event.h"

namespace engine {

// Names the line and what was expected there.
class ScriptError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Point {
  float x_px = 0, y_px = 0;
  std::string landmark;
};  // a landmark wins over the numbers
struct Condition {
  std::string key, op, value;
};

struct MoveStep {
  Point to;
};
// What the hand holds besides.
struct Held {
  MouseButton button = MouseButton::Left;
  bool ctrl = false, shift = false;
};
struct ClickStep : Held {
  std::optional<Point> at = {};
  bool double_click = false;
};
struct DragStep : Held {
  Point from = {};
  Point to = {};
  bool relative = false;
};  // relative: `to` is an offset
struct KeyStep {
  std::string chord;
};
struct TextStep {
  std::string utf8;
};
struct WheelStep : Held {
  float dy = 0;
};
struct DropStep {
  std::string path;
};
struct ResizeStep {
  int width_px = 0, height_px = 0;
};
struct WaitStep {
  int frames = 1;
};
struct WaitUntilStep {
  Condition condition;
  double timeout_s = 60;
};
struct ExpectStep {
  Condition condition;
};
struct ShotStep {
  std::string file;
};

using Step = std::variant<MoveStep, ClickStep, DragStep, KeyStep, TextStep, WheelStep, DropStep, ResizeStep, WaitStep,
                          WaitUntilStep, ExpectStep, ShotStep>;

struct ScriptLine {
  int number = 0;
  std::string text;
  Step step;
};

std::vector<ScriptLine> parse_script(const std::string& text);
std::vector<ScriptLine> read_script(const std::filesystem::path& file);

// Numbers compare as numbers when both sides are; otherwise as text, but a number and a word are in no
// order ("none" is not > 0.8). An absent value fulfils only !=.
bool holds(const Condition& condition, const std::optional<std::string>& value);

}  // namespace engine
