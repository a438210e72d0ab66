#include "app/widgets/curve_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/plot_maths.h"
#include "app/widgets/text.h"
#include "engine/ui/keys.h"

namespace app::widgets {
namespace {

constexpr float kCurveLeft_px = 42, kCurveBottom_px = 32, kTop_px = 6, kCurveRight_px = 12;
constexpr float kReadRadius_px = 24;

ImVec2 place(const Rect& area, float x, float y) {
  return {area.low.x + x * area.width(), area.high.y - y * area.height()};
}

void draw_grid(const Style& style, const Rect& area, const CurvePlotLook& look) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const int most = std::clamp(static_cast<int>(std::min(area.width(), area.height()) / 34), 3, 11);
  const std::vector<float> ticks = ticks_in({0, 1}, most);
  const float step = ticks.size() > 1 ? ticks[1] - ticks[0] : 1;
  for (int i = 0; i <= 20; ++i) {
    const float t = static_cast<float>(i) / 20;
    draw.AddLine(place(area, t, 0), place(area, t, 1), with_opacity(style.theme.border, 0.5F));
    draw.AddLine(place(area, 0, t), place(area, 1, t), with_opacity(style.theme.border, 0.5F));
  }
  for (const float t : ticks) {
    draw.AddLine(place(area, t, 0), place(area, t, 1), style.theme.border);
    draw.AddLine(place(area, 0, t), place(area, 1, t), style.theme.border);
    draw_text_right(style.fonts.tiny, {area.low.x - 5, place(area, 0, t).y - 7}, style.theme.muted, tick_text(t, step));
    const float centre = place(area, t, 0).x;
    draw_text_centred(style.fonts.tiny, {{centre - 20, area.high.y + 3}, {centre + 20, area.high.y + 17}},
                      style.theme.muted, tick_text(t, step));
  }
  draw.AddRect(area.low, area.high, style.theme.border);
  draw_text_centred(style.fonts.tiny, {{area.low.x, area.high.y + 17}, {area.high.x, area.high.y + 32}},
                    style.theme.faint, std::string(look.x_name));
  const float half = text_size(style.fonts.tiny, look.y_name).x / 2;
  draw_text_upwards(style.fonts.tiny, {area.low.x - kCurveLeft_px, area.centre().y + half}, style.theme.faint,
                    std::string(look.y_name));
  const std::vector<ImVec2> coin{place(area, 0, 0), place(area, 1, 1)};
  if (look.diagonal) draw_dashed(coin, style.theme.faint, 1);
  if (look.level)
    draw_dashed(std::vector<ImVec2>{place(area, 0, *look.level), place(area, 1, *look.level)}, style.theme.faint, 1);
}

void draw_curve(const Rect& area, const UnitCurve& curve, bool pending) {
  std::vector<ImVec2> points;
  points.reserve(curve.points.size());
  for (const UnitPoint& point : curve.points) points.push_back(place(area, point.x, point.y));
  const ImU32 colour = with_opacity(curve.colour, (curve.front ? 1.0F : 0.55F) * (pending ? 0.5F : 1.0F));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (points.size() == 1) draw.AddCircleFilled(points[0], 3, colour);
  if (curve.dashed)
    draw_dashed(points, colour, curve.front ? 2.5F : 1.2F);
  else
    draw.AddPolyline(points.data(), static_cast<int>(points.size()), colour, 0, curve.front ? 2.5F : 1.2F);
}

struct Near {
  const UnitCurve* curve = nullptr;
  const UnitPoint* point = nullptr;
  float distance_px = std::numeric_limits<float>::max();
};

void look_for(Near& near, const UnitCurve& curve, const Rect& area, ImVec2 mouse, bool of_a_threshold) {
  for (const UnitPoint& point : curve.points) {
    if (of_a_threshold && point.threshold > 1) continue;
    const ImVec2 at = place(area, point.x, point.y);
    const float distance = std::hypot(at.x - mouse.x, at.y - mouse.y);
    if (distance < near.distance_px) near = {&curve, &point, distance};
  }
}

void draw_point(const Style& style, const Rect& area, const UnitPoint& point, ImU32 colour) {
  const ImVec2 at = place(area, point.x, point.y);
  ImGui::GetWindowDrawList()->AddCircleFilled(at, 7, style.theme.text);
  ImGui::GetWindowDrawList()->AddCircleFilled(at, 5, colour);
}

// What stands under the mouse, named and in numbers.
void read_off(const Style& style, const Rect& area, std::span<const UnitCurve> curves, const CurvePlotLook& look) {
  Near near;
  for (const UnitCurve& curve : curves) look_for(near, curve, area, ImGui::GetIO().MousePos, false);
  if (near.point == nullptr || near.distance_px > kReadRadius_px) return;
  std::string text = near.curve->name + "\n" + std::string(look.x_name) + "  " + decimals(near.point->x, 3) + "\n" +
                     std::string(look.y_name) + "  " + decimals(near.point->y, 3);
  if (near.point->threshold <= 1) text += "\nat threshold  " + decimals(near.point->threshold, 3);
  if (look.threshold) text += "\nDrag along the curve to choose the threshold";
  if (look.takes_stretch) text += "\nWith Shift held: the images between two thresholds";
  ImGui::GetWindowDrawList()->AddCircleFilled(place(area, near.point->x, near.point->y), 4, near.curve->colour);
  tooltip(style, text);
}

void draw_stretch(const Style& style, const Rect& area, const UnitCurve& curve, const CurveStretch& stretch) {
  std::vector<ImVec2> points;
  for (const UnitPoint& point : curve.points)
    if (point.threshold >= stretch.low && point.threshold <= stretch.high)
      points.push_back(place(area, point.x, point.y));
  ImGui::GetWindowDrawList()->AddPolyline(points.data(), static_cast<int>(points.size()),
                                          with_opacity(style.theme.text, 0.7F), 0, 6);
}

// From where the button was pressed to where the mouse is.
std::optional<CurveStretch> dragged_stretch(const Rect& area, const UnitCurve& curve) {
  const ImGuiIO& io = ImGui::GetIO();
  Near from, to;
  look_for(from, curve, area, io.MouseClickedPos[ImGuiMouseButton_Left], true);
  look_for(to, curve, area, io.MousePos, true);
  if (from.point == nullptr || from.point->threshold == to.point->threshold) return std::nullopt;
  const auto [low, high] = std::minmax(from.point->threshold, to.point->threshold);
  return CurveStretch{low, high};
}

}  // namespace

const UnitPoint* operating_point(std::span<const UnitPoint> curve, float threshold) {
  const UnitPoint* found = nullptr;
  for (const UnitPoint& point : curve) {
    if (point.threshold >= threshold) found = &point;
  }
  return found;
}

const UnitPoint* stepped_point(std::span<const UnitPoint> curve, float threshold, int step) {
  const UnitPoint* here = operating_point(curve, threshold);
  const auto last = static_cast<std::ptrdiff_t>(curve.size()) - 1;
  const std::ptrdiff_t from = here == nullptr ? 0 : here - curve.data();
  const UnitPoint& point = curve[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(from + step, 0, last))];
  return point.threshold <= 1 ? &point : nullptr;
}

CurveAnswer curve_plot(const Style& style, std::string_view landmark, const Rect& in, std::span<const UnitCurve> curves,
                       const CurvePlotLook& look) {
  const Rect area{{in.low.x + kCurveLeft_px, in.low.y + kTop_px},
                  {in.high.x - kCurveRight_px, in.high.y - kCurveBottom_px}};
  style.mark(landmark, area.low, area.high);
  const bool any = std::ranges::any_of(curves, [](const UnitCurve& curve) { return !curve.points.empty(); });
  if (!any || area.width() < 10 || area.height() < 10) {
    paragraph_in(style, in, style.theme.faint, look.empty);
    return {};
  }
  draw_grid(style, area, look);
  const UnitCurve* front = nullptr;
  for (const UnitCurve& curve : curves) {
    if (!curve.front) draw_curve(area, curve, look.pending);
    if (curve.front) front = &curve;
  }
  if (front != nullptr && look.stretch) draw_stretch(style, area, *front, *look.stretch);
  if (front != nullptr) draw_curve(area, *front, look.pending);
  const bool there = front != nullptr && !front->points.empty(), steered = look.threshold && there;
  if (steered)
    if (const UnitPoint* point = operating_point(front->points, *look.threshold))
      draw_point(style, area, *point, front->colour);
  ImGui::SetCursorScreenPos(area.low);
  const Item drag = item(style, landmark, {area.width(), area.height()}, Takes::Steps);
  if (drag.hovered) read_off(style, area, curves, look);
  if (look.takes_stretch && there && drag.held && engine::shift_held())
    return {std::nullopt, dragged_stretch(area, *front)};
  if (!steered) return {};
  Near wanted;
  if (drag.held) look_for(wanted, *front, area, ImGui::GetIO().MousePos, true);
  if (drag.step != 0) wanted.point = stepped_point(front->points, *look.threshold, drag.step);
  if (wanted.point == nullptr) return {};
  return {wanted.point->threshold, std::nullopt};
}

}  // namespace app::widgets
