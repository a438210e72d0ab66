#include "app/pages/wall/wall_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/pages/wall/wall_blocks.h"

namespace app {
namespace {

void lay_out_grid(const Gallery& gallery, const WallRequest& request, WallLayout& layout) {
  const std::vector<Row>& rows = gallery.rows();
  const auto columns =
      static_cast<std::size_t>(std::max(1.0, std::ceil(std::sqrt(static_cast<double>(rows.size()) * request.aspect))));
  wall::fill_block(layout, rows, 0, 0, columns);
  layout.high_x = static_cast<float>(std::min(columns, rows.size()));
  layout.high_y = static_cast<float>(wall::height_of(rows.size(), columns));
  layout.note = "in the order of the gallery, from the upper left";
}

}  // namespace

WallLayout lay_out(const Gallery& gallery, const WallRequest& request) {
  WallLayout layout;
  layout.places.resize(gallery.table().size());
  if (gallery.rows().empty()) {
    layout.missing = gallery.table().count() == 0 ? "There are no images yet" : "No image passes the filters";
    return layout;
  }
  const bool by_predictions =
      request.kind == WallKind::Scores || request.kind == WallKind::Confusion || request.kind == WallKind::DataMap;
  if (request.blind && by_predictions) {
    layout.missing = "Predictions are hidden: you label blind (key B)";
    return layout;
  }
  switch (request.kind) {
    case WallKind::Grid: lay_out_grid(gallery, request, layout); break;
    case WallKind::Scores: wall::lay_out_scores(gallery, request, layout); break;
    case WallKind::Confusion: wall::lay_out_confusion(gallery, request, layout); break;
    case WallKind::Map: wall::lay_out_map(gallery, request, layout); break;
    case WallKind::DataMap: wall::lay_out_data_map(gallery, request, layout); break;
    case WallKind::Timeline: wall::lay_out_timeline(gallery, request, layout); break;
  }
  return layout;
}

// How far aside it lies counts twice: a neighbour in the same line is nearer than one of the next.
std::optional<Row> neighbour_towards(const WallLayout& layout, Row from, int dx, int dy) {
  if (from >= layout.places.size()) return std::nullopt;
  const WallPlace& here = layout.places[from];
  std::optional<Row> best;
  float least = std::numeric_limits<float>::max();
  for (std::size_t row = 0; row < layout.places.size(); ++row) {
    const WallPlace& there = layout.places[row];
    if (there.size <= 0 || row == from) continue;
    const float x = there.x - here.x, y = there.y - here.y;
    const float ahead = x * static_cast<float>(dx) + y * static_cast<float>(dy),
                beside = std::abs(x * static_cast<float>(dy) + y * static_cast<float>(dx));
    if (ahead <= 0.01F || beside > ahead + 0.01F) continue;
    const float distance = ahead + 2 * beside;
    if (distance >= least) continue;
    least = distance;
    best = static_cast<Row>(row);
  }
  return best;
}

std::optional<Row> row_at(const WallLayout& layout, float x, float y, float reach) {
  std::optional<Row> nearest;
  float least = std::numeric_limits<float>::max();
  for (std::size_t row = 0; row < layout.places.size(); ++row) {
    const WallPlace& place = layout.places[row];
    const float half = place.size > 0 ? std::max(place.size / 2, reach) : 0;
    const float away_x = std::abs(place.x - x), away_y = std::abs(place.y - y);
    if (half <= 0 || away_x > half || away_y > half || away_x + away_y >= least) continue;
    least = away_x + away_y;
    nearest = static_cast<Row>(row);
  }
  return nearest;
}

std::vector<float> lasso_outline(const std::vector<float>& path) {
  const std::size_t points = path.size() / 2;
  if (points < 2) return path;
  const float x0 = path[0], y0 = path[1], x1 = path[path.size() - 2], y1 = path[path.size() - 1];
  const float length = std::hypot(x1 - x0, y1 - y0);
  float off = 0;
  for (std::size_t i = 0; i < points; ++i) {
    const float x = path[2 * i] - x0, y = path[2 * i + 1] - y0;
    off = std::max(off, length > 0 ? std::abs(x * (y1 - y0) - y * (x1 - x0)) / length : std::hypot(x, y));
  }
  if (off > 0.12F * length) return path;
  return {x0, y0, x1, y0, x1, y1, x0, y1};
}

std::vector<Row> rows_inside(const WallLayout& layout, const std::vector<float>& polygon) {
  const std::size_t corners = polygon.size() / 2;
  std::vector<Row> rows;
  if (corners < 3) return rows;
  float low_x = polygon[0], high_x = low_x, low_y = polygon[1], high_y = low_y;
  for (std::size_t i = 0; i < corners; ++i) {
    low_x = std::min(low_x, polygon[2 * i]);
    high_x = std::max(high_x, polygon[2 * i]);
    low_y = std::min(low_y, polygon[2 * i + 1]);
    high_y = std::max(high_y, polygon[2 * i + 1]);
  }
  const auto inside = [&](float x, float y) {
    bool in = false;
    for (std::size_t i = 0, j = corners - 1; i < corners; j = i++) {
      const float xi = polygon[2 * i], yi = polygon[2 * i + 1], xj = polygon[2 * j], yj = polygon[2 * j + 1];
      if ((yi > y) != (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) in = !in;
    }
    return in;
  };
  for (std::size_t row = 0; row < layout.places.size(); ++row) {
    const WallPlace& place = layout.places[row];
    if (place.size <= 0 || place.x < low_x || place.x > high_x || place.y < low_y || place.y > high_y) continue;
    if (inside(place.x, place.y)) rows.push_back(static_cast<Row>(row));
  }
  return rows;
}

}  // namespace app
