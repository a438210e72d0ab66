// What charts over one axis share: the range that is seen of it (zoom and pan), and the place that is read off. The
// chart under the mouse, or the one with the keyboard, moves it for all.
//
//   linked.begin_frame({1, 20});            // before the charts are drawn
//   linked.range(); linked.cursor();        // in each chart
//   linked.point_at(7);                     // by the chart under the mouse: all show it from the next frame on
//
// Main thread only. Knows nothing of ImGui.
#pragma once

#include <optional>
#include <string>

#include "app/widgets/plot_maths.h"

namespace app::widgets {

class LinkedPlots {
 public:
  // The whole axis. A zoom that shows nothing of it any more is given up; one is kept while the axis grows.
  void begin_frame(Range whole);

  Range whole() const { return whole_; }
  Range range() const { return zoom_ ? *zoom_ : whole_; }
  bool zoomed() const { return zoom_.has_value(); }
  void zoom_to(float from, float to);        // in either order; too short a range does nothing
  void zoom_around(float at, float factor);  // below 1: closer
  void pan(float by);                        // stops at the ends
  void reset() { zoom_.reset(); }

  std::optional<float> cursor() const { return cursor_; }
  void point_at(float x) { next_cursor_ = x; }
  // By the keyboard: from the cursor, or from `otherwise`, so many steps of 1 along the axis. Stays until begin_frame
  // was not followed by keep_pointing.
  void step(int steps, float otherwise);
  void keep_pointing() { next_cursor_ = cursor_; }

  // The range that is being drawn with the mouse, and on which chart.
  struct Drag {
    std::string chart;
    float from = 0, to = 0;
    bool pans = false;
  };
  std::optional<Drag>& drag() { return drag_; }

 private:
  Range whole_{0, 1};
  std::optional<Range> zoom_;
  std::optional<float> cursor_, next_cursor_;
  std::optional<Drag> drag_;
};

}  // namespace app::widgets
