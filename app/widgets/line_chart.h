// A chart of lines over epochs (or any other axis) with title, legend and read-out, linked with others over the same
// axis: one cursor, one zoom. Missing values leave gaps; what is not there is said instead of an empty axis.
//
//   linked.begin_frame({1, 20});
//   if (const auto epoch = line_chart(style, "train.chart.loss", card, series, {.title = "Loss"}, linked))
//   show(*epoch);
//
// Hover or arrow keys read off; a drag zooms to its range, a double click shows all again; Shift with a drag, or the
// middle button, pans; Ctrl with the wheel zooms. A click or Enter answers with the place on the axis.
// Main thread only, while a frame is built.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/widgets/linked_plots.h"
#include "app/widgets/series_pyramid.h"
#include "app/widgets/style.h"

namespace app::widgets {

struct LineSeries {
  std::string name;
  std::span<const float> values;  // NaN: missing
  ImU32 colour = 0;
  float first_x = 1, step_x = 1;        // where the values stand on the axis
  bool dashed = false;                  // told apart without its colour
  bool background = false;              // thin and faint, and no say in the range of the values
  const SeriesPyramid* many = nullptr;  // stands for `values` where there are thousands
  std::string brief = {};               // in a legend without room for all names; empty: the name is cut there
};

// Something that happened at a place, or over a stretch of the axis.
struct ChartMark {
  float at = 0;
  float until = std::numeric_limits<float>::quiet_NaN();  // a stretch
  std::string text;                                       // left out where there is no room
  ImU32 colour = 0;
  bool dashed = false;
};

struct LineChartLook {
  std::string_view title;
  std::string_view x_name = "epoch";
  bool logarithmic = false;
  bool x_axis = true;   // numbers below; without, the ones of the chart below count
  float smoothing = 0;  // share of the past in each value drawn; the raw values stay, faint
  float shown_x = std::numeric_limits<float>::quiet_NaN();  // the epoch that is shown everywhere else
  std::span<const ChartMark> marks;
  bool mark_texts = true;
  std::string_view empty = "no values yet";
  std::string_view tip = "";  // of the title
  float header_right_px = 0;  // kept free at the right of the title, for a control
};

// Fills the rectangle.
std::optional<float> line_chart(const Style& style, std::string_view landmark, const Rect& in,
                                std::span<const LineSeries> series, const LineChartLook& look, LinkedPlots& linked);

// The index of the value of the series that stands nearest to the place; nothing beyond its ends.
std::optional<std::size_t> nearest_value(const LineSeries& series, float x);

}  // namespace app::widgets
