#include "app/widgets/line_chart_drawing.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app::widgets {
namespace {

constexpr float kRowHeight_px = 26;  // of the labels of the values, at least

float crisp(float px) { return std::floor(px) + 0.5F; }

// At least two, where the range holds two round values at all: one number alone is no scale.
std::vector<float> value_ticks(const ChartFrame& frame) {
  const int most = std::clamp(static_cast<int>(frame.area.height() / kRowHeight_px) + 1, 3, 9);
  std::vector<float> ticks;
  for (int tried = most; tried < most + 6 && ticks.size() < 2; ++tried)
    ticks = frame.logarithmic ? log_ticks_in(frame.y, tried) : ticks_in(frame.y, tried);
  return ticks;
}

void draw_value_axis(const Style& style, const ChartFrame& frame) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const std::vector<float> ticks = value_ticks(frame);
  const std::vector<float> minor = frame.logarithmic ? minor_log_ticks_in(frame.y) : minor_ticks_in(frame.y, ticks);
  const auto line = [&](float value, ImU32 colour) {
    const float y = crisp(frame.y_of(value));
    draw.AddLine({frame.area.low.x, y}, {frame.area.high.x, y}, colour);
  };
  if (minor.size() * 3 < static_cast<std::size_t>(frame.area.height()))  // else they are a wall
    for (const float value : minor) line(value, with_opacity(style.theme.border, 0.5F));
  const float step = ticks.size() > 1 ? ticks[1] - ticks[0] : frame.y.size() / 4;
  float above = frame.area.high.y + 100;
  for (const float tick : ticks) {
    line(tick, style.theme.border);
    const float y = frame.y_of(tick);
    if (above - y < text_size(style.fonts.tiny, "0").y) continue;
    above = y;
    const float top = std::clamp(y - 7, frame.area.low.y - 6, frame.area.high.y - 10);
    draw_text_right(style.fonts.tiny, {frame.area.low.x - 6, top}, style.theme.muted,
                    frame.logarithmic ? learning_rate(tick) : tick_text(tick, step));
  }
}

void draw_place_axis(const Style& style, const ChartFrame& frame, const LineChartLook& look) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const std::vector<float> ticks = ticks_in(frame.x, std::max(3, static_cast<int>(frame.area.width() / 34)), 1);
  std::vector<std::string> texts;
  std::vector<float> centres, widths;
  const float step = ticks.size() > 1 ? ticks[1] - ticks[0] : 1;
  for (const float tick : ticks) {
    texts.push_back(tick_text(tick, step));
    centres.push_back(frame.x_of(tick));
    widths.push_back(text_size(style.fonts.tiny, texts.back()).x);
    draw.AddLine({crisp(centres.back()), frame.area.low.y}, {crisp(centres.back()), frame.area.high.y},
                 with_opacity(style.theme.border, 0.6F));
  }
  if (!look.x_axis) return;
  const float name_px = text_size(style.fonts.tiny, look.x_name).x;
  const float end = frame.area.high.x - name_px - 6;  // the name of the axis stands at its end
  const auto stride = static_cast<std::size_t>(label_stride(centres, widths, 8));
  for (std::size_t i = 0; i < ticks.size(); i += stride) {
    if (centres[i] + widths[i] / 2 > end) break;
    draw_text(style.fonts.tiny, {centres[i] - widths[i] / 2, frame.area.high.y + 3}, style.theme.muted, texts[i]);
  }
  draw_text_right(style.fonts.tiny, {frame.area.high.x, frame.area.high.y + 3}, style.theme.faint,
                  std::string(look.x_name));
}

void stroke(std::vector<ImVec2>& points, const LineSeries& series, ImU32 colour, float thickness) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (points.size() == 1) draw.AddCircleFilled(points[0], thickness + 1, colour);
  if (points.size() > 1 && !series.dashed)
    draw.AddPolyline(points.data(), static_cast<int>(points.size()), colour, 0, thickness);
  if (points.size() > 1 && series.dashed) draw_dashed(points, colour, thickness);
  points.clear();
}

void draw_values(const ChartFrame& frame, const LineSeries& series, std::span<const float> values, ImU32 colour,
                 float thickness) {
  std::vector<ImVec2> points;
  for (const Column& column : decimated(values, static_cast<int>(frame.area.width()) * 2)) {
    if (column.gap_before) stroke(points, series, colour, thickness);
    const float value = (column.low + column.high) / 2;
    if (frame.logarithmic && !(value > 0)) {
      stroke(points, series, colour, thickness);
      continue;
    }
    points.push_back({frame.x_of(series.first_x + column.x * series.step_x), frame.y_of(value)});
  }
  stroke(points, series, colour, thickness);
}

// From the least to the most of some neighbours: a band, where a line up and down again would be a hatching.
void draw_band(const ChartFrame& frame, const LineSeries& series, const std::vector<Column>& columns) {
  if (is_a_wall(columns, frame.y)) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto x_of = [&](const Column& column) { return frame.x_of(series.first_x + column.x * series.step_x); };
  for (std::size_t i = 1; i < columns.size(); ++i) {
    const Column &from = columns[i - 1], &to = columns[i];
    if (to.gap_before) continue;
    draw.AddQuadFilled({x_of(from), frame.y_of(from.high)}, {x_of(to), frame.y_of(to.high)},
                       {x_of(to), frame.y_of(to.low)}, {x_of(from), frame.y_of(from.low)}, series.colour);
  }
}

// Only what is seen of them, a column a pixel: how many there are does not matter.
void draw_many(const ChartFrame& frame, const LineSeries& series) {
  constexpr float kBandStep_px = 10;
  const float from = (frame.x.low - series.first_x) / series.step_x,
              to = (frame.x.high - series.first_x) / series.step_x;
  if (to < 0) return;
  const auto columns_of = [&](float step_px) {
    return series.many->columns(static_cast<std::size_t>(std::max(0.0F, from - 1)), static_cast<std::size_t>(to + 2),
                                std::max(2, static_cast<int>(frame.area.width() / step_px)));
  };
  const bool crowded = to - from > frame.area.width() / kBandStep_px;
  if (series.background && crowded) return draw_band(frame, series, columns_of(kBandStep_px));
  const std::vector<Column> columns = columns_of(1);
  if (series.background && is_in_pieces(columns, frame.y)) return;
  std::vector<ImVec2> points;
  for (const Column& column : columns) {
    if (column.gap_before) stroke(points, series, series.colour, series.background ? 1.0F : 2.0F);
    points.push_back(
        {frame.x_of(series.first_x + column.x * series.step_x), frame.y_of((column.low + column.high) / 2)});
  }
  stroke(points, series, series.colour, series.background ? 1.0F : 2.0F);
}

}  // namespace

bool is_a_wall(std::span<const Column> band, Range y) {
  constexpr float kMostCovered = 0.7F;
  float covered = 0;
  for (const Column& column : band)
    covered += std::max(0.0F, std::min(column.high, y.high) - std::max(column.low, y.low)) / y.size();
  return covered > kMostCovered * static_cast<float>(band.size());
}

bool is_in_pieces(std::span<const Column> line, Range y) {
  const auto inside = std::ranges::count_if(line, [y](const Column& column) {
    const float value = (column.low + column.high) / 2;
    return value >= y.low && value <= y.high;
  });
  return static_cast<std::size_t>(inside) * 2 < line.size();
}

std::size_t size_of(const LineSeries& series) { return series.many ? series.many->size() : series.values.size(); }

float value_of(const LineSeries& series, std::size_t index) {
  return series.many ? series.many->at(index) : series.values[index];
}

std::optional<Range> visible_values(std::span<const LineSeries> series, Range x, bool logarithmic) {
  std::optional<Range> all, behind;
  for (const LineSeries& one : series) {
    std::optional<Range>& range = one.background ? behind : all;
    const float from = (x.low - one.first_x) / one.step_x, to = (x.high - one.first_x) / one.step_x;
    if (size_of(one) == 0 || to < 0) continue;
    const auto first = static_cast<std::size_t>(std::max(0.0F, std::floor(from)));
    const auto end = std::min(size_of(one), static_cast<std::size_t>(std::ceil(to)) + 1);
    if (one.many) range = united(range, one.many->range(first, end));
    for (std::size_t i = first; !one.many && i < end; ++i) {
      const float value = one.values[i];
      if (std::isfinite(value) && (!logarithmic || value > 0)) range = united(range, Range{value, value});
    }
  }
  return all ? all : behind;
}

void draw_axes(const Style& style, const ChartFrame& frame, const LineChartLook& look) {
  draw_value_axis(style, frame);
  draw_place_axis(style, frame, look);
}

void draw_series(const ChartFrame& frame, const LineSeries& series, float smoothing) {
  if (series.many) return draw_many(frame, series);
  if (series.background) return draw_values(frame, series, series.values, series.colour, 1);
  if (smoothing <= 0) return draw_values(frame, series, series.values, series.colour, 2);
  draw_values(frame, series, series.values, with_opacity(series.colour, 0.3F), 1);
  draw_values(frame, series, smoothed(series.values, smoothing), series.colour, 2);
}

void draw_marks(const Style& style, const ChartFrame& frame, const LineChartLook& look) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  float free_from = frame.area.low.x;
  for (const ChartMark& mark : look.marks) {
    const float x = crisp(frame.x_of(mark.at));
    if (!std::isnan(mark.until)) {
      draw.AddRectFilled({x, frame.area.low.y}, {frame.x_of(mark.until), frame.area.high.y},
                         with_opacity(mark.colour, 0.05F));
    } else if (mark.dashed) {
      draw_dashed(std::vector<ImVec2>{{x, frame.area.low.y}, {x, frame.area.high.y}}, with_opacity(mark.colour, 0.8F),
                  1);
    } else {
      draw.AddLine({x, frame.area.low.y}, {x, frame.area.high.y}, with_opacity(mark.colour, 0.8F), 1.5F);
    }
    const float width = text_size(style.fonts.tiny, mark.text).x;
    if (!look.mark_texts || mark.text.empty() || x + 4 < free_from || x > frame.area.high.x + 1) continue;
    const float left = x + 4 + width > frame.area.high.x ? x - 4 - width : x + 4;
    if (left < free_from) continue;
    draw_text(style.fonts.tiny, {left, frame.area.low.y}, mark.colour, mark.text);
    free_from = left + width + 8;
  }
}

void draw_shown(const Style& style, const ChartFrame& frame, const LineChartLook& look) {
  if (std::isnan(look.shown_x) || look.shown_x < frame.x.low || look.shown_x > frame.x.high) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float x = crisp(frame.x_of(look.shown_x));
  draw.AddLine({x, frame.area.low.y}, {x, frame.area.high.y}, style.theme.text, 1);
  draw.AddTriangleFilled({x - 5, frame.area.low.y - 2}, {x + 5, frame.area.low.y - 2}, {x, frame.area.low.y + 5},
                         style.theme.text);
}

void draw_cursor(const Style& style, const ChartFrame& frame, std::span<const LineSeries> series, float at) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float x = crisp(frame.x_of(at));
  draw.AddLine({x, frame.area.low.y}, {x, frame.area.high.y}, style.theme.accent, 1);
  for (const LineSeries& one : series) {
    const auto index = nearest_value(one, at);
    if (!index || one.background) continue;
    const float value = value_of(one, *index);
    if (!std::isfinite(value) || (frame.logarithmic && value <= 0)) continue;
    const ImVec2 point{frame.x_of(one.first_x + static_cast<float>(*index) * one.step_x), frame.y_of(value)};
    draw.AddCircleFilled(point, 4.5F, style.theme.panel);
    draw.AddCircleFilled(point, 3.5F, one.colour);
  }
}

}  // namespace app::widgets
