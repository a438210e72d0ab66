// Where the parts of the live view stand: what the run does in a line at the top, the charts of its epochs one above
// the other over one axis, and beside them what validation says: numbers, matrix and curve, each with a place of its
// own where there is room, else one at a time. In a window too small for that the view is higher than the window and is
// scrolled. Pure functions; any thread.
#pragma once

#include <array>
#include <optional>

#include "app/widgets/rect.h"

namespace app {

inline constexpr std::size_t kRunCharts = 4;  // loss, metrics, rate, norms

struct LiveLayout {
  widgets::Rect status;
  widgets::Rect charts;                                 // the card around them
  std::array<widgets::Rect, kRunCharts> chart;          // inside it
  std::optional<widgets::Rect> numbers, matrix, curve;  // with a place of their own
  std::optional<widgets::Rect> one;                     // for those without, one at a time
  float height_px = 0;                                  // of all
};

// The charts alone, when they are presented.
LiveLayout charts_layout(const widgets::Rect& in, bool norms = true);
// A run without norms leaves their chart a line to say so.
LiveLayout live_layout(const widgets::Rect& in, float gap_px, bool norms = true);

}  // namespace app
