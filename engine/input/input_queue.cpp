// What may share a logic frame. The interface sees a frame's events all at once: where the mouse is,
// which buttons and keys changed, what was typed. Two events share a frame only where that picture
// tells their order; one more frame costs a fraction of a millisecond, a lost click costs the user.
#include "engine/input/input_queue.h"

#include <algorithm>
#include <set>
#include <string>

namespace engine {
namespace {

bool is_modifier(const std::string& key) { return key == "ctrl" || key == "shift" || key == "alt"; }

// Keys that type rather than move the focus or the caret: one code point, or the space bar.
bool is_printable(const std::string& key) {
  const auto starts_code_point = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return key == "space" || std::count_if(key.begin(), key.end(), starts_code_point) == 1;
}

// The frame so far, and whether one more event would still be seen as it happened.
class Frame {
 public:
  // The mouse leaves the place at which everything but an earlier move happened.
  bool admits(const MouseMoved&) const { return !acted_; }

  // What a wheel turn, a key or typed text changes has to be on the screen before it can be clicked.
  bool admits(const MousePressed& event) const {
    return !buttons_.contains(event.button) && !wheel_ && !text_ && !dropped_ && !key_pressed_;
  }

  bool admits(const MouseWheel&) const { return buttons_.empty() && !text_ && !dropped_ && !key_pressed_; }

  // A modifier counts for the whole frame, so it must not change after what it belongs to.
  bool admits(const KeyChanged& event) const {
    if (keys_.contains(event.name) || !buttons_.empty() || wheel_ || text_ || dropped_) return false;
    return !key_pressed_ || (!is_modifier(event.name) && !event.down);
  }

  // A printable key stays with the text it types: what the key opens must not receive it.
  bool admits(const TextTyped&) const { return buttons_.empty() && !focus_key_ && !dropped_; }

  bool admits(const FileDropped&) const { return !acted_ || only_drops_; }
  bool admits(const Resized&) const { return false; }

  void add(const MouseMoved&) {}
  void add(const MousePressed& event) {
    act();
    buttons_.insert(event.button);
  }
  void add(const MouseWheel&) {
    act();
    wheel_ = true;
  }
  void add(const TextTyped&) {
    act();
    text_ = true;
  }
  void add(const Resized&) { act(); }

  void add(const KeyChanged& event) {
    act();
    keys_.insert(event.name);
    if (is_modifier(event.name)) return;
    key_pressed_ = key_pressed_ || event.down;
    focus_key_ = focus_key_ || !is_printable(event.name);
  }

  void add(const FileDropped&) {
    only_drops_ = !acted_ || only_drops_;
    acted_ = dropped_ = true;
  }

 private:
  void act() {
    acted_ = true;
    only_drops_ = false;
  }

  std::set<MouseButton> buttons_;
  std::set<std::string> keys_;
  bool acted_ = false;  // anything but moves
  bool wheel_ = false, text_ = false, dropped_ = false, only_drops_ = false;
  bool key_pressed_ = false;  // a key other than a modifier went down
  bool focus_key_ = false;    // a key that does not type changed
};

}  // namespace

std::vector<InputEvent> InputQueue::take_frame() {
  Frame frame;
  std::vector<InputEvent> taken;
  while (!events_.empty()) {
    const bool fits = std::visit([&](const auto& event) { return frame.admits(event); }, events_.front());
    if (!taken.empty() && !fits) break;
    std::visit([&](const auto& event) { frame.add(event); }, events_.front());
    taken.push_back(std::move(events_.front()));
    events_.pop_front();
    if (std::holds_alternative<Resized>(taken.back())) break;
  }
  return taken;
}

}  // namespace engine
