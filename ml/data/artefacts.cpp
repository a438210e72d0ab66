#include "ml/data/artefacts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "ml/data/warp.h"

namespace ml {

namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr std::uint32_t kMostHairs = 24;

using Colour = std::array<float, 3>;

struct Point {
  double x = 0, y = 0;

  Point operator+(const Point& other) const { return {x + other.x, y + other.y}; }
  Point operator*(double factor) const { return {x * factor, y * factor}; }
};

Point towards(double angle) { return {std::cos(angle), std::sin(angle)}; }

struct Ink {
  Colour colour;
  double width_px = 1;
  double opacity = 1;
};

class Canvas {
 public:
  Canvas(std::span<float> planes, int side_px) : planes_(planes), side_(side_px) {}

  double side_px() const { return side_; }

  void blend(int x, int y, const Colour& colour, double share) {
    const auto place = static_cast<std::size_t>(y) * static_cast<std::size_t>(side_) + static_cast<std::size_t>(x);
    const std::size_t plane = planes_.size() / 3;
    if (planes_[place] == kNothing) return;  // beyond the photograph
    for (std::size_t c = 0; c < 3; ++c) {
      float& value = planes_[c * plane + place];
      value += static_cast<float>(share) * (colour[c] - value);
    }
  }

  // Covers each pixel by as much as the line's edge leaves of it.
  void line(Point from, Point to, const Ink& ink) {
    const double reach = ink.width_px / 2 + 1;
    const auto [left, right] = pixels_between(std::min(from.x, to.x) - reach, std::max(from.x, to.x) + reach);
    const auto [top, bottom] = pixels_between(std::min(from.y, to.y) - reach, std::max(from.y, to.y) + reach);
    for (int y = top; y < bottom; ++y) {
      for (int x = left; x < right; ++x) {
        const double cover = ink.width_px / 2 + 0.5 - distance({x + 0.5, y + 0.5}, from, to);
        if (cover > 0) blend(x, y, ink.colour, ink.opacity * std::min(cover, 1.0));
      }
    }
  }

 private:
  std::pair<int, int> pixels_between(double low, double high) const {
    return {static_cast<int>(std::clamp(std::floor(low), 0.0, side_px())),
            static_cast<int>(std::clamp(std::ceil(high), 0.0, side_px()))};
  }

  static double distance(Point point, Point from, Point to) {
    const Point way = to + from * -1;
    const double length = way.x * way.x + way.y * way.y;
    const Point off = point + from * -1;
    const double along = length > 0 ? std::clamp((off.x * way.x + off.y * way.y) / length, 0.0, 1.0) : 0.0;
    return std::hypot(off.x - along * way.x, off.y - along * way.y);
  }

  std::span<float> planes_;
  int side_;
};

Point anywhere(const Canvas& canvas, CounterRng& rng) {
  const double x = rng.uniform(0, canvas.side_px());
  return {x, rng.uniform(0, canvas.side_px())};
}

// A bent line, as a quadratic curve in eight pieces.
void draw_curve(Canvas& canvas, Point middle, double half, const Ink& ink, CounterRng& rng) {
  constexpr int kPieces = 8;
  const double angle = rng.uniform(0, kTurn);
  const Point start = middle + towards(angle) * -half, end = middle + towards(angle) * half;
  const Point bent = middle + towards(angle + kTurn / 4) * (half * rng.uniform(-0.8, 0.8));
  Point from = start;
  for (int i = 1; i <= kPieces; ++i) {
    const double t = static_cast<double>(i) / kPieces;
    const Point to = start * ((1 - t) * (1 - t)) + bent * (2 * t * (1 - t)) + end * (t * t);
    canvas.line(from, to, ink);
    from = to;
  }
}

// Hairs of one skin are alike.
void draw_hairs(Canvas& canvas, int hairs, CounterRng& rng) {
  const auto dark = static_cast<float>(rng.uniform(10, 110));
  const Ink ink{
      {dark, dark * 0.85F, dark * 0.75F}, canvas.side_px() / 224 * rng.uniform(0.7, 2.2), rng.uniform(0.5, 0.95)};
  for (int i = 0; i < hairs; ++i) {
    const Point middle = anywhere(canvas, rng);
    draw_curve(canvas, middle, canvas.side_px() * rng.uniform(0.1, 0.5), ink, rng);
  }
}

// Strokes of a skin marker beside the lesion.
void draw_marker(Canvas& canvas, CounterRng& rng) {
  constexpr std::array<Colour, 3> kInks = {{{90, 60, 150}, {50, 70, 160}, {40, 40, 50}}};
  const double side = canvas.side_px();
  const Ink ink{kInks[rng.below(kInks.size())], side * rng.uniform(0.012, 0.04), rng.uniform(0.4, 0.85)};
  const Point place = Point{side / 2, side / 2} + towards(rng.uniform(0, kTurn)) * (side * rng.uniform(0.3, 0.55));
  const int strokes = 2 + static_cast<int>(rng.below(4));
  for (int i = 0; i < strokes; ++i) {
    const Point middle = place + towards(rng.uniform(0, kTurn)) * (side * rng.uniform(0, 0.06));
    draw_curve(canvas, middle, side * rng.uniform(0.04, 0.12), ink, rng);
  }
}

// A scale with short marks and a longer one every fifth.
void draw_ruler(Canvas& canvas, CounterRng& rng) {
  const auto shade = static_cast<float>(rng.chance(0.75) ? rng.uniform(20, 90) : rng.uniform(200, 250));
  const Ink ink{{shade, shade, shade}, canvas.side_px() / 224 * rng.uniform(0.8, 1.6), rng.uniform(0.6, 1.0)};
  const double angle = rng.uniform(0, kTurn), mark = canvas.side_px() * rng.uniform(0.015, 0.05);
  const double step = canvas.side_px() * rng.uniform(0.015, 0.05);
  const Point away = towards(angle) * (canvas.side_px() * rng.uniform(0.25, 0.5));
  const Point along = towards(angle + kTurn / 4);
  const Point middle = Point{canvas.side_px() / 2, canvas.side_px() / 2} + away;
  const int half = static_cast<int>(canvas.side_px() * rng.uniform(0.15, 0.5) / step);
  canvas.line(middle + along * (-half * step), middle + along * (half * step), ink);
  for (int i = -half; i <= half; ++i) {
    const Point foot = middle + along * (i * step);
    canvas.line(foot, foot + towards(angle) * -(i % 5 == 0 ? 1.6 * mark : mark), ink);
  }
}

void draw_rim(Canvas& canvas, CounterRng& rng) {
  const double side = canvas.side_px();
  const double radius = side * rng.uniform(0.46, 0.68), softness = side * rng.uniform(0.005, 0.06);
  const double x = side * rng.uniform(0.45, 0.55), y = side * rng.uniform(0.45, 0.55);
  const auto dark = static_cast<float>(rng.uniform(0, 40));
  const auto pixels = static_cast<int>(side);
  for (int row = 0; row < pixels; ++row)
    for (int column = 0; column < pixels; ++column) {
      const double beyond = std::hypot(column + 0.5 - x, row + 0.5 - y) - radius;
      if (beyond > 0) canvas.blend(column, row, {dark, dark, dark}, std::min(beyond / softness, 1.0));
    }
}

}  // namespace

ArtefactDraw artefacts_for(double share, CounterRng rng) {
  ArtefactDraw draw{.strokes = rng};
  draw.rim = draw.strokes.chance(share);
  draw.ruler = draw.strokes.chance(share);
  draw.marker = draw.strokes.chance(share);
  const bool hairy = draw.strokes.chance(share);
  const int hairs = 1 + static_cast<int>(draw.strokes.below(kMostHairs));
  draw.hairs = hairy ? hairs : 0;
  return draw;
}

void draw_artefacts(const ArtefactDraw& draw, std::span<float> planes, int side_px) {
  Canvas canvas(planes, side_px);
  CounterRng rng = draw.strokes;
  if (draw.rim) draw_rim(canvas, rng);
  if (draw.ruler) draw_ruler(canvas, rng);
  if (draw.marker) draw_marker(canvas, rng);
  draw_hairs(canvas, draw.hairs, rng);
}

}  // namespace ml
