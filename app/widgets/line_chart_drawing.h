// The parts of a line chart: axes, lines, marks, header. Within the widgets only. Main thread only.
#pragma once

#include "app/widgets/line_chart.h"

namespace app::widgets {

// From axis and value to pixels.
struct ChartFrame {
  Rect area;
  Range x, y;
  bool logarithmic = false;

  float x_of(float value) const { return area.low.x + (value - x.low) / x.size() * area.width(); }
  float y_of(float value) const { return area.high.y - fraction_of(value, y, logarithmic) * area.height(); }
  float value_of_x(float px) const { return x.low + (px - area.low.x) / area.width() * x.size(); }
};

// A band that covers most of the chart tells nothing, and hides what lies behind.
bool is_a_wall(std::span<const Column> band, Range y);

// A line in the background that is seen in pieces only, as it runs above and below, tells nothing either.
bool is_in_pieces(std::span<const Column> line, Range y);

void draw_axes(const Style& style, const ChartFrame& frame, const LineChartLook& look);
void draw_series(const ChartFrame& frame, const LineSeries& series, float smoothing);
// Stretches and lines; texts beside each other at the top, as far as there is room.
void draw_marks(const Style& style, const ChartFrame& frame, const LineChartLook& look);
// The shown epoch, with its number.
void draw_shown(const Style& style, const ChartFrame& frame, const LineChartLook& look);
// The line of the cursor with a point on every series and its number below.
void draw_cursor(const Style& style, const ChartFrame& frame, std::span<const LineSeries> series, float at);

// The legend with the values at `at` (NaN: the last ones) at the top of the chart `in`, in a row or, where the names of
// the lines need it, in two. Gives its height.
float draw_header(const Style& style, const Rect& in, std::span<const LineSeries> series, const LineChartLook& look,
                  float at);

// Of what is seen; nothing when there is no value. `logarithmic` leaves out what is not positive.
std::optional<Range> visible_values(std::span<const LineSeries> series, Range x, bool logarithmic);
float value_of(const LineSeries& series, std::size_t index);
std::size_t size_of(const LineSeries& series);

}  // namespace app::widgets
