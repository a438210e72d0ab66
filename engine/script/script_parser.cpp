#include <array>
#include <fstream>
#include <iterator>
#include <locale>
#include <map>
#include <sstream>
#include <system_error>

#include "engine/script/chord.h"
#include "engine/script/script.h"
#include "engine/script/script_words.h"

namespace engine {
namespace {

std::optional<Point> take_landmark(Words& words) {
  if (!words.peek().starts_with('@')) return std::nullopt;
  const std::optional<std::string> quoted = words.take_quoted_after('@');
  const std::string name = quoted ? *quoted : words.word().substr(1);
  if (name.empty()) words.fail("\"@\" needs the name of a landmark");
  return Point{0, 0, name};
}

Point take_position(Words& words) {
  const float x_px = words.number();
  return {x_px, words.number(), ""};
}

Point take_point(Words& words) {
  const std::optional<Point> landmark = take_landmark(words);
  return landmark ? *landmark : take_position(words);
}

Condition take_condition(Words& words) {
  static constexpr std::array<const char*, 7> kOperators = {"==", "!=", "<", ">", "<=", ">=", "contains"};
  Condition condition;
  condition.key = words.word();
  condition.op = words.word();
  for (const char* op : kOperators) {
    if (condition.op != op) continue;
    condition.value = words.rest();
    return condition;
  }
  words.fail("\"" + condition.op + "\" compares nothing; use == != < > <= >= or contains");
}

Step parse_move(Words& words) { return MoveStep{take_point(words)}; }

bool take_held(Words& words, Held& held) {
  if (words.take("ctrl"))
    held.ctrl = true;
  else if (words.take("shift"))
    held.shift = true;
  else
    return false;
  return true;
}

bool take_button(Words& words, Held& held) {
  if (words.take("left"))
    held.button = MouseButton::Left;
  else if (words.take("right"))
    held.button = MouseButton::Right;
  else if (words.take("middle"))
    held.button = MouseButton::Middle;
  else
    return false;
  return true;
}

Step parse_click(Words& words) {
  ClickStep click;
  const std::string next = words.peek();
  const bool number = !next.empty() && next.find_first_not_of("+-.0123456789") == std::string::npos;
  if (number || next.starts_with('@')) click.at = take_point(words);
  while (!words.at_end()) {
    if (words.take("double"))
      click.double_click = true;
    else if (!take_button(words, click) && !take_held(words, click))
      break;
  }
  return click;
}

Step parse_drag(Words& words) {
  DragStep drag;
  drag.relative = words.peek().starts_with('@');
  drag.from = take_point(words);
  drag.to = take_position(words);
  while (take_button(words, drag) || take_held(words, drag)) {}
  return drag;
}

Step parse_key(Words& words) {
  const std::string chord = words.word();
  if (!chord_from_text(chord))
    words.fail("\"" + chord + "\" names no key (lower case, as in ctrl+shift+z, f1, enter, /)");
  return KeyStep{chord};
}

Step parse_text(Words& words) { return TextStep{words.verbatim_rest()}; }
Step parse_wheel(Words& words) {
  WheelStep wheel;
  wheel.dy = words.number();
  while (take_held(words, wheel)) {}
  return wheel;
}
Step parse_drop(Words& words) { return DropStep{words.rest()}; }

Step parse_resize(Words& words) {
  const int width_px = words.whole_number(1);
  return ResizeStep{width_px, words.whole_number(1)};
}

Step parse_wait_until(Words& words) {
  WaitUntilStep wait;
  if (const std::optional<std::string> seconds = words.take_last_after("timeout")) {
    std::istringstream in(*seconds);
    in.imbue(std::locale::classic());
    if (!(in >> wait.timeout_s) || !in.eof() || !(wait.timeout_s > 0))
      words.fail("\"" + *seconds + "\" is not a number of seconds above 0");
  }
  wait.condition = take_condition(words);
  return wait;
}

Step parse_wait(Words& words) {
  if (words.take("until")) return parse_wait_until(words);
  return WaitStep{words.whole_number(1)};
}

Step parse_expect(Words& words) { return ExpectStep{take_condition(words)}; }

// Shots stay inside the folder they are sent to.
Step parse_shot(Words& words) {
  const std::string file = words.rest();
  const std::filesystem::path path(file);
  if (path.has_parent_path() || path.extension() != ".png")
    words.fail("\"" + file + "\" is not the plain name of a .png file");
  return ShotStep{file};
}

struct Command {
  const char* usage;
  Step (*parse)(Words&);
};

const std::map<std::string, Command>& commands() {
  static const std::map<std::string, Command> table = {
      {"move", {"move X Y | @NAME", parse_move}},
      {"click", {"click [X Y | @NAME] [left|right|middle] [double] [ctrl|shift]", parse_click}},
      {"drag", {"drag X1 Y1 X2 Y2, or drag @NAME DX DY, then [left|right|middle] [ctrl|shift]", parse_drag}},
      {"key", {"key CHORD", parse_key}},
      {"text", {"text ANYTHING", parse_text}},
      {"wheel", {"wheel DY [ctrl|shift]", parse_wheel}},
      {"drop", {"drop PATH", parse_drop}},
      {"resize", {"resize W H", parse_resize}},
      {"wait", {"wait FRAMES, or wait until KEY OP VALUE [timeout SECONDS]", parse_wait}},
      {"expect", {"expect KEY OP VALUE", parse_expect}},
      {"shot", {"shot FILE.png", parse_shot}}};
  return table;
}

std::string known_commands() {
  std::string all;
  for (const auto& [name, command] : commands()) all += (all.empty() ? "" : ", ") + name;
  return all;
}

ScriptLine parse_line(int number, const std::string& line, const std::string& bare) {
  const std::string name = Words(number, bare).word();
  // What `text` types is taken as it stands, # and all.
  Words words(number, name == "text" ? line : bare);
  words.word();
  const auto command = commands().find(name);
  if (command == commands().end()) words.fail("there is no command \"" + name + "\"; there are: " + known_commands());
  words.expect_usage(command->second.usage);
  Step step = command->second.parse(words);
  words.end();
  const std::size_t first = bare.find_first_not_of(" \t");
  const std::string& shown = name == "text" ? line : bare;
  return {number, shown.substr(first, shown.find_last_not_of(" \t") - first + 1), std::move(step)};
}

}  // namespace

std::vector<ScriptLine> parse_script(const std::string& text) {
  std::vector<ScriptLine> lines;
  std::istringstream in(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    const std::string bare = without_comment(line);
    if (Words(number, bare).at_end()) continue;
    lines.push_back(parse_line(number, line, bare));
  }
  return lines;
}

std::vector<ScriptLine> read_script(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  // A folder can be opened, but not read.
  std::error_code unknown;
  if (!in.is_open() || std::filesystem::is_directory(file, unknown)) {
    throw ScriptError("The script cannot be read: there is no readable file of this name; check the path: " +
                      file.string());
  }
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  try {
    return parse_script(text);
  } catch (const ScriptError& error) {
    throw ScriptError(std::string(error.what()) + "; correct the script: " + file.string());
  }
}

}  // namespace engine
