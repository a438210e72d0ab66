#include <algorithm>
#include <cmath>

#include "app/widgets/charts.h"
#include "app/widgets/format.h"
#include "app/widgets/plot_maths.h"
#include "app/widgets/text.h"

namespace app::widgets {
namespace {

constexpr float kSmoothing = 0.9F;
constexpr float kAxis_px = 44, kBottom_px = 20;

// From sample index and value to pixels.
struct Frame {
  Rect area;
  Range range;
  bool logarithmic = false;
  float last = 1;  // index of the last sample

  ImVec2 at(float index, float value) const {
    const float x = last > 0 ? index / last : 0.5F;
    return {area.low.x + x * area.width(), area.high.y - fraction_of(value, range, logarithmic) * area.height()};
  }
};

std::optional<Range> common_range(std::span<const Series> series) {
  std::optional<Range> all;
  for (const Series& one : series) all = united(all, range_of(one.values));
  return all;
}

void draw_axes(const Style& style, const Frame& frame, const LinePlotLook& look) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const std::vector<float> ticks = look.logarithmic ? log_ticks_in(frame.range, 6) : ticks_in(frame.range, 6);
  const float step = ticks.size() > 1 ? ticks[1] - ticks[0] : frame.range.size() / 4;
  for (const float tick : ticks) {
    const float y = std::floor(frame.at(0, tick).y) + 0.5F;
    draw.AddLine({frame.area.low.x, y}, {frame.area.high.x, y}, style.theme.border);
    const std::string text = look.logarithmic ? learning_rate(tick) : tick_text(tick, step);
    draw_text_right(style.fonts.tiny, {frame.area.low.x - 6, y - 7}, style.theme.muted, text);
  }
  const float last_x = look.first_x + frame.last;
  draw_text(style.fonts.tiny, {frame.area.low.x, frame.area.high.y + 4}, style.theme.muted,
            std::to_string(static_cast<int>(look.first_x)));
  draw_text_right(style.fonts.tiny, {frame.area.high.x, frame.area.high.y + 4}, style.theme.muted,
                  std::string(look.x_name) + " " + std::to_string(static_cast<int>(last_x)));
}

void draw_line(const Frame& frame, std::span<const float> values, ImU32 colour, float thickness) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  std::vector<ImVec2> points;
  const auto stroke = [&] {
    if (points.size() == 1) draw.AddCircleFilled(points[0], 2.5F, colour);
    if (points.size() > 1) draw.AddPolyline(points.data(), static_cast<int>(points.size()), colour, 0, thickness);
    points.clear();
  };
  for (const Column& column : decimated(values, static_cast<int>(frame.area.width()))) {
    if (column.gap_before) stroke();
    points.push_back(frame.at(column.x, (column.low + column.high) / 2));
  }
  stroke();
}

// Vertical strips a few pixels wide, whose colour fades downwards.
void draw_fill(const Frame& frame, std::span<const float> values, ImU32 colour) {
  constexpr float kStrip_px = 3;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImU32 bottom = with_opacity(colour, 0.02F);
  const std::vector<Column> columns = decimated(values, static_cast<int>(frame.area.width()));
  for (std::size_t i = 1; i < columns.size(); ++i) {
    if (columns[i].gap_before) continue;
    const ImVec2 a = frame.at(columns[i - 1].x, (columns[i - 1].low + columns[i - 1].high) / 2),
                 b = frame.at(columns[i].x, (columns[i].low + columns[i].high) / 2);
    for (float x = a.x; x < b.x; x += kStrip_px) {
      const float end = std::min(x + kStrip_px, b.x);
      const float y = a.y + (b.y - a.y) * ((x + end) / 2 - a.x) / (b.x - a.x);
      const ImU32 top = with_opacity(colour, 0.02F + 0.26F * (frame.area.high.y - y) / frame.area.height());
      draw.AddRectFilledMultiColor({x, y}, {end, frame.area.high.y}, top, top, bottom, bottom);
    }
  }
}

void draw_series(const Frame& frame, const Series& series) {
  const std::vector<float> smooth = series.smooth ? smoothed(series.values, kSmoothing) : std::vector<float>{};
  const std::span<const float> shown = series.smooth ? std::span<const float>(smooth) : series.values;
  if (series.fill) draw_fill(frame, shown, series.colour);
  if (series.smooth) draw_line(frame, series.values, with_opacity(series.colour, 0.25F), 1);
  draw_line(frame, shown, series.colour, 2);
}

void draw_readout(const Style& style, const Frame& frame, std::span<const Series> series, const LinePlotLook& look,
                  int index) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float x = std::floor(frame.at(static_cast<float>(index), frame.range.low).x) + 0.5F;
  draw.AddLine({x, frame.area.low.y}, {x, frame.area.high.y}, style.theme.faint);
  std::string text = std::string(look.x_name) + " " + std::to_string(static_cast<int>(look.first_x) + index);
  for (const Series& one : series) {
    if (index >= static_cast<int>(one.values.size())) continue;
    const float value = one.values[static_cast<std::size_t>(index)];
    if (!std::isnan(value)) draw.AddCircleFilled(frame.at(static_cast<float>(index), value), 3.5F, one.colour);
    text += "\n" + std::string(one.name) + "  " + decimals(value, 4);
  }
  ImGui::PushFont(style.fonts.small);
  ImGui::SetTooltip("%s", text.c_str());
  ImGui::PopFont();
}

}  // namespace

std::optional<int> line_plot(const Style& style, std::string_view landmark, const Rect& in,
                             std::span<const Series> series, const LinePlotLook& look) {
  style.mark(landmark, in.low, in.high);
  const auto range = common_range(series);
  if (!range) {
    draw_text_centred(style.fonts.small, in, style.theme.faint, "no values yet");
    return std::nullopt;
  }
  std::size_t longest = 1;
  for (const Series& one : series) longest = std::max(longest, one.values.size());
  const Frame frame{{{in.low.x + kAxis_px, in.low.y + 6}, {in.high.x - 6, in.high.y - kBottom_px}},
                    look.logarithmic ? *range : padded(*range),
                    look.logarithmic,
                    static_cast<float>(longest - 1)};
  draw_axes(style, frame, look);
  ImGui::PushClipRect(in.low, in.high, true);
  for (const Series& one : series) draw_series(frame, one);
  ImGui::PopClipRect();
  if (look.marked >= 0 && look.marked < static_cast<int>(longest)) {
    const float x = frame.at(static_cast<float>(look.marked), frame.range.low).x;
    ImGui::GetWindowDrawList()->AddLine({x, frame.area.low.y}, {x, frame.area.high.y},
                                        with_opacity(style.theme.good, 0.6F), 1.5F);
    draw_text(style.fonts.tiny, {std::min(x + 4, frame.area.high.x - 26), frame.area.low.y}, style.theme.good, "best");
  }
  if (look.shown >= 0 && look.shown < static_cast<int>(longest)) {
    const float x = std::floor(frame.at(static_cast<float>(look.shown), frame.range.low).x) + 0.5F;
    ImGui::GetWindowDrawList()->AddLine({x, frame.area.low.y}, {x, frame.area.high.y}, style.theme.muted, 1);
  }
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!ImGui::IsWindowHovered() || !ImGui::IsMouseHoveringRect(frame.area.low, frame.area.high)) return std::nullopt;
  const float t = (mouse.x - frame.area.low.x) / frame.area.width();
  const int index = std::clamp(static_cast<int>(std::lround(t * frame.last)), 0, static_cast<int>(longest) - 1);
  draw_readout(style, frame, series, look, index);
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) return index;
  return std::nullopt;
}

}  // namespace app::widgets
