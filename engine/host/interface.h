// ImGui's context and one logic frame of it: events in, draw data out.
// Main thread only. Owns the context, fonts, theme and landmarks.
#pragma once

#include <optional>
#include <vector>

#include <imgui.h>

#include "engine/host/host.h"
#include "engine/input/input_event.h"
#include "engine/ui/text_glyphs.h"

namespace engine {

double wall_s();  // of a clock that only goes forward

class Interface {
 public:
  explicit Interface(bool fixed_clock);
  ~Interface();
  Interface(const Interface&) = delete;
  Interface& operator=(const Interface&) = delete;

  void set_size(int width_px, int height_px);  // of the window
  // What is wanted; a small window gets less (scale.h). Both are taken over by the next begin_frame().
  void set_scale(float wanted) { wanted_scale_ = wanted; }
  void set_theme(const Theme& wanted) { wanted_theme_ = wanted; }
  float wanted_scale() const { return wanted_scale_; }
  // Before a logic frame. True: the atlas was loaded anew and has to be sent to the device.
  bool begin_frame();
  // One logic frame: feeds the events, reports key presses, builds the app's frame.
  const ImDrawData& run(App& app, const std::vector<InputEvent>& events);

  // No room is left for glyphs: the fonts have to be loaded anew, with more of it as long as there may be more.
  bool fonts_full() const { return glyphs->full(); }
  bool fonts_may_grow() const { return room_px_ < kMostRoom_px; }

  Fonts fonts;
  std::optional<TextGlyphs> glyphs;
  Theme theme;
  Landmarks landmarks;

 private:
  void report(App& app, const std::vector<InputEvent>& events);
  void report_keys(App& app, const KeyChanged& key);

  void reload_fonts(float scale);

  static constexpr int kRoom_px = 256, kMostRoom_px = 2048;  // rows for glyphs that are added later, at scale 1

  bool fixed_clock_;
  int room_px_ = kRoom_px;
  bool ctrl_ = false, shift_ = false, alt_ = false;
  double last_s_ = 0;
  int width_px_ = 1, height_px_ = 1;
  float wanted_scale_ = 1;
  std::optional<Theme> wanted_theme_;
};

}  // namespace engine
