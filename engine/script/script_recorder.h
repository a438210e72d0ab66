// Writes down what a user does as a script that plays it again (script.h): presses and drags by landmark where there is
// one, key chords, what no chord types, the wheel, dropped files. How fast it was done is not kept.
//
//   ScriptRecorder recorder;
//   recorder.take(event, landmark_at, now_s);            // every event, with the landmarks of the frame that is seen
//   save(recorder.text());
//
// Main thread only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/input/input_event.h"

namespace engine {

class ScriptRecorder {
 public:
  // The landmark in which a place of the window lies; empty: none.
  using LandmarkAt = std::function<std::string(float x_px, float y_px)>;

  void take(const InputEvent& event, const LandmarkAt& landmark_at, double now_s);
  std::string text() const;
  std::size_t lines() const { return lines_.size(); }

 private:
  struct Press {
    float x_px = 0, y_px = 0;
    MouseButton button = MouseButton::Left;
    bool ctrl = false, shift = false;
    std::string landmark;
  };

  void key(const KeyChanged& key);
  void typed(const TextTyped& text);
  void released(double now_s);
  static std::string held(const Press& press);

  std::vector<std::string> lines_;
  float x_px_ = 0, y_px_ = 0;
  std::optional<Press> press_;
  double last_click_s_ = -1;
  std::string last_click_;
  bool ctrl_ = false, shift_ = false, alt_ = false;
  std::string typed_by_chord_;  // what the last key press types by itself
};

}  // namespace engine
