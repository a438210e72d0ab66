#include "app/demo/strokes.h"

#include <cmath>

namespace app::demo {
namespace {

struct Box {
  int x0, y0, x1, y1;
};

Box box_around(const Field& target, float left, float top, float right, float bottom) {
  return {std::clamp(static_cast<int>(std::floor(left)), 0, target.width),
          std::clamp(static_cast<int>(std::floor(top)), 0, target.height),
          std::clamp(static_cast<int>(std::ceil(right)) + 1, 0, target.width),
          std::clamp(static_cast<int>(std::ceil(bottom)) + 1, 0, target.height)};
}

void draw_segment(Field& target, Point a, Point b, float width_a, float width_b, float strength) {
  const float reach = 0.5f * std::max(width_a, width_b) + 1.0f;
  const Box box = box_around(target, std::min(a.x, b.x) - reach, std::min(a.y, b.y) - reach, std::max(a.x, b.x) + reach,
                             std::max(a.y, b.y) + reach);
  const float dx = b.x - a.x, dy = b.y - a.y;
  const float inverse = 1.0f / std::max(dx * dx + dy * dy, 1e-6f);
  for (int y = box.y0; y < box.y1; ++y) {
    for (int x = box.x0; x < box.x1; ++x) {
      const float px = static_cast<float>(x) - a.x, py = static_cast<float>(y) - a.y;
      const float t = clamp01((px * dx + py * dy) * inverse);
      const float ex = px - t * dx, ey = py - t * dy;
      const float width = mix(width_a, width_b, t);
      // Thinner than a pixel means fainter, not narrower.
      const float ink = strength * std::min(width, 1.0f);
      const float edge = 0.5f * std::max(width, 1.0f) + 0.5f - std::sqrt(ex * ex + ey * ey);
      float& value = target.at(x, y);
      value = std::max(value, ink * clamp01(edge));
    }
  }
}

}  // namespace

void draw_stroke(Field& target, const Stroke& stroke) {
  const std::size_t segments = stroke.points_px.size() - 1;
  for (std::size_t i = 0; i < segments; ++i) {
    const float from = static_cast<float>(i) / static_cast<float>(segments);
    const float to = static_cast<float>(i + 1) / static_cast<float>(segments);
    draw_segment(target, stroke.points_px[i], stroke.points_px[i + 1],
                 mix(stroke.start_width_px, stroke.end_width_px, from),
                 mix(stroke.start_width_px, stroke.end_width_px, to), stroke.strength);
  }
}

void draw_vessel_tree(Field& target, const View& view, const VesselTree& tree, Random& random) {
  constexpr int kSteps = 14;
  Stroke stroke;
  stroke.start_width_px = tree.width * view.px_per_unit;
  stroke.end_width_px = 0.45f * stroke.start_width_px;
  Point at = tree.root;
  float angle = tree.angle_rad;
  float bend = 0.0f;
  std::vector<std::pair<Point, float>> stations;
  for (int i = 0; i <= kSteps; ++i) {
    stroke.points_px.push_back(view.pixel_from_lesion(at));
    stations.emplace_back(at, angle);
    bend = 0.6f * bend + random.normal(0.0f, 0.2f);
    angle += bend;
    const float step = tree.length / kSteps;
    at = {at.x + step * std::cos(angle), at.y + step * std::sin(angle)};
  }
  draw_stroke(target, stroke);
  for (int i = 0; i < tree.branches; ++i) {
    const auto& [point, heading] = stations[static_cast<std::size_t>(random.between(2, kSteps - 3))];
    VesselTree child{point, heading + random.range(0.4f, 1.0f) * (random.chance(0.5f) ? 1.0f : -1.0f),
                     tree.length * random.range(0.35f, 0.65f), tree.width * 0.65f, tree.branches - 2};
    draw_vessel_tree(target, view, child, random);
  }
}

void draw_spot(Field& target, const View& view, const Spot& spot) {
  const Point centre = view.pixel_from_lesion(spot.centre);
  const float radius_px = std::max(spot.radius * view.px_per_unit, 0.6f);
  const float reach = radius_px / std::min(spot.aspect, 1.0f) * 1.2f + 1.0f;
  const Box box = box_around(target, centre.x - reach, centre.y - reach, centre.x + reach, centre.y + reach);
  const float c = std::cos(spot.angle_rad), s = std::sin(spot.angle_rad);
  const float inner = std::max(0.0f, 1.0f - spot.softness - 0.5f / radius_px);
  for (int y = box.y0; y < box.y1; ++y) {
    for (int x = box.x0; x < box.x1; ++x) {
      const Point p = view.lesion_from_pixel(static_cast<float>(x), static_cast<float>(y));
      const float dx = p.x - spot.centre.x, dy = p.y - spot.centre.y;
      const float u = (c * dx + s * dy) * spot.aspect, v = c * dy - s * dx;
      const float r = std::sqrt(u * u + v * v) * view.px_per_unit / radius_px;
      float& value = target.at(x, y);
      value = std::max(value, spot.strength * smooth_step(1.0f + 0.5f / radius_px, inner, r));
    }
  }
}

}  // namespace app::demo
