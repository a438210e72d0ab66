// ImGui's context and one logic frame of it: events in, draw data out.
// Main thread only. Owns the context, fonts, theme and landmarks.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <imgui.h>

#include "engine/host/host.h"
#include "engine/input/input_queue.h"

namespace engine {

class Interface {
 public:
  explicit Interface(bool fixed_clock);
  ~Interface();
  Interface(const Interface&) = delete;
  Interface& operator=(const Interface&) = delete;

  void set_size(int width_px, int height_px);
  // One logic frame: feeds the events, reports key presses, builds the app's frame.
  const ImDrawData& run(App& app, const std::vector<InputEvent>& events);

  Fonts fonts;
  Theme theme;
  Landmarks landmarks;

 private:
  void report(App& app, const std::vector<InputEvent>& events);
  void report_keys(App& app, const KeyChanged& key);

  bool fixed_clock_;
  bool ctrl_ = false, shift_ = false, alt_ = false;
  double last_s_ = 0;
};

}  // namespace engine
