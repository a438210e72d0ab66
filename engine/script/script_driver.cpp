#include "engine/script/script_driver.h"

#include <iterator>
#include <sstream>
#include <utility>

#include "engine/script/chord.h"

namespace engine {
namespace {

std::string described(const std::optional<std::string>& value) {
  if (!value) return "there is no value of this name";
  return "it is " + (value->empty() ? "\"\"" : *value);
}

}  // namespace

ScriptDriver::Status ScriptDriver::advance() {
  if (status_ != Status::Running) return status_;
  if (!bursts_.empty()) {
    push_next_burst();
    return status_;
  }
  if (next_ == lines_.size()) return status_ = Status::Done;
  const bool finished = std::visit([this](const auto& step) { return play(step); }, lines_[next_].step);
  if (status_ == Status::Failed || !finished) return status_;
  ++next_;
  frames_waited_ = 0;
  waiting_since_s_.reset();
  if (!bursts_.empty()) push_next_burst();
  return status_;
}

bool ScriptDriver::play(const MoveStep& step) {
  const std::optional<Position> to = find(step.to);
  return to && queue({{MouseMoved{to->x_px, to->y_px}}});
}

bool ScriptDriver::play(const ClickStep& step) {
  if (!step.at) return queue(click_at(step, std::nullopt));
  const std::optional<Position> at = find(*step.at);
  return at && queue(click_at(step, at));
}

bool ScriptDriver::play(const DragStep& step) {
  const std::optional<Position> from = find(step.from);
  if (!from) return false;
  const Position offset = step.relative ? *from : Position{};
  return queue(drag_between(*from, {offset.x_px + step.to.x_px, offset.y_px + step.to.y_px}, step));
}

bool ScriptDriver::play(const KeyStep& step) {
  const std::optional<Chord> chord = chord_from_text(step.chord);
  if (chord) return queue(press_chord(*chord));
  fail("\"" + step.chord + "\" names no key");
  return false;
}

bool ScriptDriver::play(const TextStep& step) { return queue({{TextTyped{step.utf8}}}); }
bool ScriptDriver::play(const WheelStep& step) { return queue(turn_wheel(step)); }
bool ScriptDriver::play(const DropStep& step) { return queue({{FileDropped{step.path}}}); }

bool ScriptDriver::play(const ResizeStep& step) {
  target_.resize(step.width_px, step.height_px);
  return true;
}

bool ScriptDriver::play(const WaitStep& step) { return ++frames_waited_ >= step.frames; }

bool ScriptDriver::play(const WaitUntilStep& step) {
  const std::optional<std::string> value = target_.value(step.condition.key);
  if (holds(step.condition, value)) return true;
  if (waited_s() >= step.timeout_s) {
    std::ostringstream seconds;
    seconds << step.timeout_s;
    fail(lines_[next_].text + ": not within " + seconds.str() + " s, " + described(value));
  }
  return false;
}

bool ScriptDriver::play(const ExpectStep& step) {
  const std::optional<std::string> value = target_.value(step.condition.key);
  if (holds(step.condition, value)) return true;
  fail(lines_[next_].text + ": " + described(value));
  return false;
}

bool ScriptDriver::play(const ShotStep& step) {
  target_.shot(step.file);
  return true;
}

// What is asked for may appear a few frames later: a page that opens, a list that loads.
std::optional<Position> ScriptDriver::find(const Point& point) {
  if (point.landmark.empty()) return Position{point.x_px, point.y_px};
  if (const std::optional<Landmark> place = target_.landmark(point.landmark)) {
    return Position{place->x_px + place->width_px / 2, place->y_px + place->height_px / 2};
  }
  if (waited_s() >= kLandmarkPatience_s) fail("no landmark " + point.landmark);
  return std::nullopt;
}

double ScriptDriver::waited_s() {
  const double now_s = target_.now_s();
  if (!waiting_since_s_) waiting_since_s_ = now_s;
  return now_s - *waiting_since_s_;
}

bool ScriptDriver::queue(std::vector<Burst> bursts) {
  std::move(bursts.begin(), bursts.end(), std::back_inserter(bursts_));
  return true;
}

void ScriptDriver::push_next_burst() {
  for (InputEvent& event : bursts_.front()) target_.push(std::move(event));
  bursts_.pop_front();
}

void ScriptDriver::fail(const std::string& problem) {
  failure_ = "line " + std::to_string(lines_[next_].number) + ": " + problem;
  status_ = Status::Failed;
}

}  // namespace engine
