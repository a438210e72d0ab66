#include "engine/script/script_recorder.h"

#include <charconv>
#include <cmath>
#include <utility>
#include <variant>

#include "engine/script/chord.h"

namespace engine {
namespace {

constexpr float kDrag_px = 5;
constexpr double kDouble_s = 0.4;

std::string whole(float px) { return std::to_string(std::lround(px)); }

// As short as it is exact: a touchpad turns the wheel by parts.
std::string decimal(float value) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed);
  return error == std::errc() ? std::string(text, end) : whole(value);
}

// A name with a quote in it cannot be written down; its place can.
bool is_nameable(const std::string& landmark) {
  return !landmark.empty() && landmark.find_first_of("\"\r\n") == std::string::npos;
}

std::string named(const std::string& landmark) {
  return landmark.find_first_of(" \t") == std::string::npos ? "@" + landmark : "@\"" + landmark + "\"";
}

std::string place(float x_px, float y_px, const std::string& landmark) {
  return is_nameable(landmark) ? named(landmark) : whole(x_px) + " " + whole(y_px);
}

std::string modifiers(bool ctrl, bool shift) { return std::string(ctrl ? " ctrl" : "") + (shift ? " shift" : ""); }

}  // namespace

void ScriptRecorder::take(const InputEvent& event, const LandmarkAt& landmark_at, double now_s) {
  if (const auto* moved = std::get_if<MouseMoved>(&event)) {
    x_px_ = moved->x_px;
    y_px_ = moved->y_px;
  } else if (const auto* pressed = std::get_if<MousePressed>(&event)) {
    if (pressed->down)
      press_ = Press{x_px_, y_px_, pressed->button, ctrl_, shift_, landmark_at(x_px_, y_px_)};
    else if (press_)
      released(now_s);
  } else if (const auto* changed = std::get_if<KeyChanged>(&event)) {
    key(*changed);
  } else if (const auto* text = std::get_if<TextTyped>(&event)) {
    typed(*text);
  } else if (const auto* wheel = std::get_if<MouseWheel>(&event)) {
    lines_.push_back("move " + place(x_px_, y_px_, landmark_at(x_px_, y_px_)));
    lines_.push_back("wheel " + decimal(wheel->dy) + modifiers(ctrl_, shift_));
  } else if (const auto* file = std::get_if<FileDropped>(&event)) {
    lines_.push_back("drop \"" + file->path + "\"");
  }
}

std::string ScriptRecorder::held(const Press& press) {
  const char* button = press.button == MouseButton::Right    ? " right"
                       : press.button == MouseButton::Middle ? " middle"
                                                             : "";
  return button + modifiers(press.ctrl, press.shift);
}

void ScriptRecorder::released(double now_s) {
  const Press press = *std::exchange(press_, std::nullopt);
  if (std::hypot(x_px_ - press.x_px, y_px_ - press.y_px) > kDrag_px) {
    const std::string by = whole(x_px_ - press.x_px) + " " + whole(y_px_ - press.y_px);
    lines_.push_back((is_nameable(press.landmark)
                          ? "drag " + named(press.landmark) + " " + by
                          : "drag " + place(press.x_px, press.y_px, "") + " " + place(x_px_, y_px_, "")) +
                     held(press));
    return;
  }
  const std::string line = "click " + place(press.x_px, press.y_px, press.landmark) + held(press);
  const bool twice =
      line == last_click_ && now_s - last_click_s_ < kDouble_s && !lines_.empty() && lines_.back() == line;
  if (twice)
    lines_.back() += " double";
  else
    lines_.push_back(line);
  last_click_ = twice ? "" : line;
  last_click_s_ = now_s;
}

void ScriptRecorder::key(const KeyChanged& key) {
  bool* modifier = key.name == "ctrl" ? &ctrl_ : key.name == "shift" ? &shift_ : key.name == "alt" ? &alt_ : nullptr;
  if (modifier != nullptr) *modifier = key.down;
  if (modifier != nullptr || !key.down) return;
  const std::string text =
      std::string(ctrl_ ? "ctrl+" : "") + (shift_ ? "shift+" : "") + (alt_ ? "alt+" : "") + key.name;
  const auto chord = chord_from_text(text);
  if (!chord) return;  // a key that scripts have no name for; what it types is written down
  lines_.push_back("key " + text);
  typed_by_chord_ = text_of(*chord).value_or("");
}

// What the last chord types by itself would come twice; what it does not type (a layout's own) takes its place.
void ScriptRecorder::typed(const TextTyped& text) {
  if (std::exchange(typed_by_chord_, "") == text.utf8) return;
  lines_.push_back("text " + text.utf8);
}

std::string ScriptRecorder::text() const {
  std::string all = "# a recorded session; play it with: nevus open WORKSPACE --replay FILE\n";
  for (const std::string& line : lines_) all += line + "\n";
  return all;
}

}  // namespace engine
