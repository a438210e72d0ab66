#include "app/widgets/charts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "engine/image/colour_map.h"

namespace app::widgets {
namespace {

Rect square_in(const Rect& in) {
  const float side = std::min(in.width(), in.height());
  const ImVec2 c = in.centre();
  return {{c.x - side / 2, c.y - side / 2}, {c.x + side / 2, c.y + side / 2}};
}

ImVec2 place(const Rect& area, float fpr, float tpr) {
  return {area.low.x + fpr * area.width(), area.high.y - tpr * area.height()};
}

const RocPoint* nearest_point(std::span<const RocPoint> curve, const Rect& area, ImVec2 mouse) {
  const RocPoint* best = nullptr;
  float least = std::numeric_limits<float>::max();
  for (const RocPoint& point : curve) {
    const ImVec2 at = place(area, point.false_positive_rate, point.true_positive_rate);
    const float distance = (at.x - mouse.x) * (at.x - mouse.x) + (at.y - mouse.y) * (at.y - mouse.y);
    if (distance < least && point.threshold <= 1) {
      least = distance;
      best = &point;
    }
  }
  return best;
}

void draw_roc_axes(const Style& style, const Rect& area) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  for (int i = 0; i <= 4; ++i) {
    const float t = static_cast<float>(i) / 4;
    draw.AddLine(place(area, t, 0), place(area, t, 1), style.theme.border);
    draw.AddLine(place(area, 0, t), place(area, 1, t), style.theme.border);
  }
  for (const float t : {0.0F, 0.5F, 1.0F}) {
    const std::string text = decimals(t, 1);
    draw_text_right(style.fonts.tiny, {area.low.x - 6, place(area, 0, t).y - 7}, style.theme.muted, text);
    const float centre = place(area, t, 0).x;
    draw_text_centred(style.fonts.tiny, {{centre - 20, area.high.y + 4}, {centre + 20, area.high.y + 18}},
                      style.theme.muted, text);
  }
  draw_text_centred(style.fonts.tiny, {{area.low.x, area.high.y + 18}, {area.high.x, area.high.y + 34}},
                    style.theme.muted, "1 − specificity");
  draw_text_right(style.fonts.tiny, {area.low.x - 6, place(area, 0, 0.75F).y - 7}, style.theme.muted, "recall");
}

void draw_roc_curve(const Style& style, const Rect& area, std::span<const RocPoint> curve) {
  std::vector<ImVec2> points;
  for (const RocPoint& point : curve)
    points.push_back(place(area, point.false_positive_rate, point.true_positive_rate));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (points[i].x - points[i - 1].x > 0.5F)
      draw.AddRectFilled({points[i - 1].x, points[i].y}, {points[i].x, area.high.y},
                         with_opacity(style.theme.accent, 0.12F));
  }
  draw.AddLine(place(area, 0, 0), place(area, 1, 1), style.theme.faint);
  draw.AddPolyline(points.data(), static_cast<int>(points.size()), style.theme.accent, 0, 2);
}

struct MatrixLayout {
  Rect cells;
  std::size_t groups;
  Rect cell(std::size_t row, std::size_t column) const {
    const float w = cells.width() / static_cast<float>(groups), h = cells.height() / static_cast<float>(groups);
    const ImVec2 low{cells.low.x + w * static_cast<float>(column), cells.low.y + h * static_cast<float>(row)};
    return {{low.x + 2, low.y + 2}, {low.x + w - 2, low.y + h - 2}};
  }
};

void draw_matrix_names(const Style& style, const MatrixLayout& layout, std::span<const std::string> groups) {
  for (std::size_t i = 0; i < layout.groups; ++i) {
    const Rect row = layout.cell(i, 0), column = layout.cell(0, i);
    const std::string name = elided(style.fonts.tiny, groups[i], 62);
    draw_text_right(style.fonts.tiny, {row.low.x - 8, row.centre().y - 7}, style.theme.muted, name);
    draw_text_centred(style.fonts.tiny,
                      {{column.low.x, layout.cells.low.y - 18}, {column.high.x, layout.cells.low.y - 2}},
                      style.theme.muted, elided(style.fonts.tiny, groups[i], column.width()));
  }
  draw_text(style.fonts.tiny, {layout.cells.low.x - 74, layout.cells.low.y - 32}, style.theme.faint,
            "true ↓  predicted →");
}

}  // namespace

const RocPoint* operating_point(std::span<const RocPoint> curve, float threshold) {
  const RocPoint* found = nullptr;
  for (const RocPoint& point : curve) {
    if (point.threshold >= threshold) found = &point;
  }
  return found;
}

const RocPoint* stepped_point(std::span<const RocPoint> curve, float threshold, int step) {
  const RocPoint* here = operating_point(curve, threshold);
  const auto last = static_cast<std::ptrdiff_t>(curve.size()) - 1;
  const std::ptrdiff_t from = here == nullptr ? 0 : here - curve.data();
  const RocPoint& point = curve[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(from + step, 0, last))];
  return point.threshold <= 1 ? &point : nullptr;
}

std::optional<float> roc_plot(const Style& style, std::string_view landmark, const Rect& in,
                              std::span<const RocPoint> curve, float threshold, std::string_view empty) {
  const Rect area = square_in({{in.low.x + 40, in.low.y + 8}, {in.high.x - 8, in.high.y - 34}});
  style.mark(landmark, area.low, area.high);
  draw_roc_axes(style, area);
  if (curve.empty()) {
    draw_text_centred(style.fonts.small, area, style.theme.faint, empty);
    return std::nullopt;
  }
  draw_roc_curve(style, area, curve);
  if (const RocPoint* point = operating_point(curve, threshold)) {
    const ImVec2 at = place(area, point->false_positive_rate, point->true_positive_rate);
    ImGui::GetWindowDrawList()->AddCircleFilled(at, 6, style.theme.text);
    ImGui::GetWindowDrawList()->AddCircleFilled(at, 4, style.theme.accent_strong);
  }
  ImGui::SetCursorScreenPos(area.low);
  const Item drag = item(style, landmark, {area.width(), area.height()}, Takes::Steps);
  tooltip(style, "Drag along the curve to choose the threshold");
  const RocPoint* wanted = drag.held        ? nearest_point(curve, area, ImGui::GetIO().MousePos)
                           : drag.step != 0 ? stepped_point(curve, threshold, drag.step)
                                            : nullptr;
  if (wanted == nullptr) return std::nullopt;
  return wanted->threshold;
}

std::optional<MatrixCell> confusion_matrix(const Style& style, std::string_view landmark, const Rect& in,
                                           std::span<const std::string> groups, std::span<const int> counts) {
  const std::size_t size = groups.size();
  if (size == 0 || counts.size() != size * size) {
    draw_text_centred(style.fonts.small, in, style.theme.faint, "no values yet");
    return std::nullopt;
  }
  Rect cells{{in.low.x + 80, in.low.y + 34}, {in.high.x, in.high.y}};
  const float spare = std::max(0.0F, cells.height() - cells.width() * 0.9F);  // cells are not higher than wide
  cells.low.y += spare / 2;
  cells.high.y -= spare / 2;
  const MatrixLayout layout{cells, size};
  draw_matrix_names(style, layout, groups);
  std::optional<MatrixCell> clicked;
  for (std::size_t row = 0; row < size; ++row) {
    int total = 0;
    for (std::size_t column = 0; column < size; ++column) total += counts[row * size + column];
    for (std::size_t column = 0; column < size; ++column) {
      const int count = counts[row * size + column];
      const float share =
          total > 0 ? static_cast<float>(count) / static_cast<float>(total) : std::numeric_limits<float>::quiet_NaN();
      const Rect cell = layout.cell(row, column);
      const ImU32 colour = row == column ? style.theme.good : style.theme.bad;
      ImGui::GetWindowDrawList()->AddRectFilled(cell.low, cell.high, style.theme.control, 6);
      if (total > 0)
        ImGui::GetWindowDrawList()->AddRectFilled(cell.low, cell.high, with_opacity(colour, 0.08F + 0.5F * share), 6);
      const bool roomy = cell.height() > 44 && cell.width() > 50;
      const float y = cell.centre().y;
      const Rect upper = roomy ? Rect{{cell.low.x, y - 20}, {cell.high.x, y}} : cell;
      draw_text_centred(roomy ? style.fonts.strong : style.fonts.tiny, upper, style.theme.text, grouped(count));
      if (roomy)
        draw_text_centred(style.fonts.tiny, {{cell.low.x, y + 2}, {cell.high.x, y + 18}},
                          with_opacity(style.theme.text, 0.75F), percent(share));
      ImGui::SetCursorScreenPos(cell.low);
      const std::string name = std::string(landmark) + "." + std::to_string(row) + "." + std::to_string(column);
      if (item(style, name, {cell.width(), cell.height()}).clicked)
        clicked = MatrixCell{static_cast<int>(row), static_cast<int>(column)};
      tooltip(style, groups[row] + " predicted as " + groups[column] + ": " + grouped(count) + " of " + grouped(total) +
                         ". Click to see these images.");
    }
  }
  return clicked;
}

void probability_bar(const Style& style, std::string_view name, float probability, ImU32 colour, float threshold) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float left = at.x + 92, right = at.x + width - 58;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_text(style.fonts.small, {at.x, at.y + 2}, style.theme.text, elided(style.fonts.small, name, 86));
  draw.AddRectFilled({left, at.y + 8}, {right, at.y + 14}, style.theme.control_hovered, 3);
  if (probability > 0.01F)
    draw.AddRectFilled({left, at.y + 8}, {left + (right - left) * probability, at.y + 14}, colour, 3);
  if (threshold >= 0)
    draw.AddLine({left + (right - left) * threshold, at.y + 4}, {left + (right - left) * threshold, at.y + 18},
                 style.theme.text, 1.5F);
  draw_text_right(style.fonts.mono, {at.x + width, at.y + 3}, style.theme.text, percent(probability, 1));
  ImGui::Dummy({width, 22});
}

void colour_map_legend(const Style& style, int colour_map, float width_px, std::string_view low,
                       std::string_view high) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  constexpr int kSteps = 32;
  for (int i = 0; i < kSteps; ++i) {
    const auto colour =
        engine::colour_of(static_cast<engine::ColourMap>(colour_map), (static_cast<float>(i) + 0.5F) / kSteps);
    const float x0 = at.x + width_px * static_cast<float>(i) / kSteps,
                x1 = at.x + width_px * static_cast<float>(i + 1) / kSteps;
    draw.AddRectFilled({x0, at.y}, {x1, at.y + 8},
                       ImGui::ColorConvertFloat4ToU32({colour[0], colour[1], colour[2], 1}));
  }
  draw_text(style.fonts.tiny, {at.x, at.y + 11}, style.theme.muted, low);
  draw_text_right(style.fonts.tiny, {at.x + width_px, at.y + 11}, style.theme.muted, high);
  ImGui::Dummy({width_px, 26});
}

}  // namespace app::widgets
