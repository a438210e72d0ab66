#include "app/widgets/line_chart.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/item.h"
#include "app/widgets/line_chart_drawing.h"
#include "app/widgets/text.h"

namespace app::widgets {
namespace {

constexpr float kLeft_px = 46, kBottom_px = 18, kRight_px = 8;
constexpr float kClick_px = 4;  // a drag that is shorter is a click
constexpr float kWheelZoom = 0.85F;

// A range of the axis is drawn, or moved, from where the button went down.
std::optional<float> follow_mouse(std::string_view landmark, const ChartFrame& frame, const Item& plot,
                                  LinkedPlots& linked) {
  const ImGuiIO& io = ImGui::GetIO();
  const float at = frame.value_of_x(std::clamp(io.MousePos.x, frame.area.low.x, frame.area.high.x));
  auto& drag = linked.drag();
  if (plot.held && !drag) drag = LinkedPlots::Drag{std::string(landmark), at, at, io.KeyShift};
  if (!drag || drag->chart != landmark) return std::nullopt;
  if (plot.held) {
    if (drag->pans) linked.pan(-io.MouseDelta.x / frame.area.width() * frame.x.size());
    drag->to = at;
    return std::nullopt;
  }
  const LinkedPlots::Drag done = *drag;
  drag.reset();
  if (done.pans) return std::nullopt;
  if (std::abs(done.to - done.from) / frame.x.size() * frame.area.width() >= kClick_px) {
    linked.zoom_to(done.from, done.to);
    return std::nullopt;
  }
  return plot.hovered ? std::optional(done.to) : std::nullopt;
}

void zoom_with_mouse(const ChartFrame& frame, const Item& plot, LinkedPlots& linked) {
  if (!plot.hovered) return;
  const ImGuiIO& io = ImGui::GetIO();
  const float at = frame.value_of_x(io.MousePos.x);
  if (!linked.drag()) linked.point_at(std::clamp(std::round(at), frame.x.low, frame.x.high));
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) linked.reset();
  if (ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 0))
    linked.pan(-io.MouseDelta.x / frame.area.width() * frame.x.size());
  if (io.KeyCtrl && io.MouseWheel != 0) linked.zoom_around(at, io.MouseWheel > 0 ? kWheelZoom : 1 / kWheelZoom);
}

std::optional<float> interact(const Style& style, std::string_view landmark, const ChartFrame& frame,
                              const LineChartLook& look, LinkedPlots& linked) {
  ImGui::SetCursorScreenPos(frame.area.low);
  const Item plot = item(style, landmark, {frame.area.width(), frame.area.height()}, Takes::Steps);
  zoom_with_mouse(frame, plot, linked);
  if (const auto clicked = follow_mouse(landmark, frame, plot, linked)) return clicked;
  if (!plot.focused) return std::nullopt;
  const float start = std::isnan(look.shown_x) ? frame.x.high : look.shown_x;
  if (plot.step != 0)
    linked.step(plot.step, start);
  else
    linked.keep_pointing();
  return plot.pressed ? linked.cursor() : std::nullopt;
}

void draw_drag(const Style& style, std::string_view landmark, const ChartFrame& frame, LinkedPlots& linked) {
  const auto& drag = linked.drag();
  if (!drag || drag->chart != landmark || drag->pans) return;
  ImGui::GetWindowDrawList()->AddRectFilled({frame.x_of(std::min(drag->from, drag->to)), frame.area.low.y},
                                            {frame.x_of(std::max(drag->from, drag->to)), frame.area.high.y},
                                            style.theme.accent_soft);
}

}  // namespace

std::optional<std::size_t> nearest_value(const LineSeries& series, float x) {
  const std::size_t size = size_of(series);
  if (size == 0 || std::isnan(x)) return std::nullopt;
  const float index = std::round((x - series.first_x) / series.step_x);
  if (index < 0 || index > static_cast<float>(size - 1)) return std::nullopt;
  return static_cast<std::size_t>(index);
}

std::optional<float> line_chart(const Style& style, std::string_view landmark, const Rect& in,
                                std::span<const LineSeries> series, const LineChartLook& look, LinkedPlots& linked) {
  const auto values = visible_values(series, linked.range(), look.logarithmic);
  const float read_at = linked.cursor().value_or(look.shown_x);
  Rect rest = in;
  rest.take_top(draw_header(style, in, values ? series : std::span<const LineSeries>{}, look, read_at));
  const Rect area{{rest.low.x + kLeft_px, rest.low.y + 4},
                  {rest.high.x - kRight_px, rest.high.y - (look.x_axis ? kBottom_px : 4)}};
  if (!values || area.width() < 20 || area.height() < 10) {
    style.mark(landmark, area.low, area.high);
    paragraph_in(style, area, style.theme.faint, look.empty);
    return std::nullopt;
  }
  const ChartFrame frame{area, linked.range(), look.logarithmic ? padded_log(*values) : padded(*values),
                         look.logarithmic};
  draw_axes(style, frame, look);
  ImGui::PushClipRect({area.low.x, area.low.y - 2}, {area.high.x + 4, area.high.y + 2}, true);
  draw_marks(style, frame, look);
  for (const LineSeries& one : series) draw_series(frame, one, look.smoothing);
  ImGui::PopClipRect();
  draw_shown(style, frame, look);
  if (const auto at = linked.cursor(); at && *at >= frame.x.low && *at <= frame.x.high)
    draw_cursor(style, frame, series, *at);
  draw_drag(style, landmark, frame, linked);
  return interact(style, landmark, frame, look, linked);
}

}  // namespace app::widgets
