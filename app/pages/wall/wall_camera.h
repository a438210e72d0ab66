// What part of the Wall is seen, how large, and the way from one view to another. Plain values, no ImGui.
#pragma once

#include <algorithm>
#include <cmath>

namespace app {

struct WallCamera {
  float x = 0, y = 0;  // in the middle, in units
  float px_per_unit = 10;
  bool operator==(const WallCamera&) const = default;
};

// Quick at first, slow at the end: 0 .. 1 of a movement for 0 .. 1 of its time.
inline float eased(float time) {
  const float left = 1 - std::clamp(time, 0.0F, 1.0F);
  return 1 - left * left * left;
}

// Zooms evenly: each moment by the same factor.
inline WallCamera between(const WallCamera& from, const WallCamera& to, float share) {
  const auto mix = [share](float a, float b) { return a + (b - a) * share; };
  return {mix(from.x, to.x), mix(from.y, to.y), from.px_per_unit * std::pow(to.px_per_unit / from.px_per_unit, share)};
}

class WallFlight {
 public:
  static constexpr float kSeconds = 0.4F;

  const WallCamera& now() const { return now_; }
  const WallCamera& goal() const { return to_; }
  bool moves() const { return time_ < 1; }

  void jump(const WallCamera& to) {
    from_ = to_ = now_ = to;
    time_ = 1;
  }
  void fly(const WallCamera& to) {
    if (to == to_) return;
    from_ = now_;
    to_ = to;
    time_ = 0;
  }
  void advance(float seconds) {
    if (!moves()) return;
    time_ = std::min(1.0F, time_ + seconds / kSeconds);
    now_ = moves() ? between(from_, to_, eased(time_)) : to_;
  }
  // The place (units from the middle, in pixels) under the mouse stays where it is.
  void zoom_at(float from_middle_x_px, float from_middle_y_px, float factor, float least, float most) {
    WallCamera to = to_;
    const float before = to.px_per_unit;
    to.px_per_unit = std::clamp(before * factor, least, most);
    to.x += from_middle_x_px / before - from_middle_x_px / to.px_per_unit;
    to.y += from_middle_y_px / before - from_middle_y_px / to.px_per_unit;
    jump(to);
  }
  void pan(float dx_px, float dy_px) {
    WallCamera to = now_;
    to.x -= dx_px / to.px_per_unit;
    to.y -= dy_px / to.px_per_unit;
    jump(to);
  }

 private:
  WallCamera from_, to_, now_;
  float time_ = 1;
};

}  // namespace app
