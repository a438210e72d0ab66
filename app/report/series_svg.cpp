#include "app/report/series_svg.h"

#include <algorithm>
#include <cmath>

#include "app/report/figure_ticks.h"

namespace app {
namespace {

constexpr double kLine_px = 1.8, kDot_px = 2.6, kBarOpacity = 0.55, kGuideSize_px = 10;

Pen pen_of(const Series& series) { return {ink_of(series.tone), kLine_px, series.dashed || is_dashed(series.tone)}; }

bool is_shown(double x, double y, const PlotScale& scale) {
  return std::isfinite(x) && std::isfinite(y) && !(scale.y_logarithmic && y <= 0) && !(scale.x_logarithmic && x <= 0);
}

// A stretch between two gaps; one point alone is a dot, or it would not be seen.
void draw_stretch(Svg& svg, const std::vector<Place>& points, const Series& series) {
  if (points.size() == 1) return svg.dot(points.front(), kDot_px, ink_of(series.tone));
  svg.path(points, pen_of(series));
}

void draw_line(Svg& svg, const Series& series, const PlotScale& scale) {
  std::vector<Place> points;
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    if (!is_shown(series.x[i], series.y[i], scale)) {
      if (!points.empty()) draw_stretch(svg, points, series);
      points.clear();
      continue;
    }
    const Place next{scale.x(series.x[i]), scale.y(series.y[i])};
    if (series.mark == Mark::Steps && !points.empty()) points.push_back({next.x, points.back().y});
    points.push_back(next);
  }
  if (!points.empty()) draw_stretch(svg, points, series);
}

void draw_points(Svg& svg, const Series& series, const PlotScale& scale) {
  const Pen pen{ink_of(series.tone), 1.2, false};
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    if (!is_shown(series.x[i], series.y[i], scale)) continue;
    const Place at{scale.x(series.x[i]), scale.y(series.y[i])};
    if (series.low.empty()) svg.dot(at, kDot_px + 2.4, ink(InkName::Paper));  // stands out from the lines
    if (!series.low.empty()) {
      const double low = scale.y(series.low[i]), high = scale.y(series.high[i]);
      svg.line({at.x, low}, {at.x, high}, pen);
      svg.line({at.x - 3, low}, {at.x + 3, low}, pen);
      svg.line({at.x - 3, high}, {at.x + 3, high}, pen);
    }
    svg.dot(at, kDot_px + 1, ink_of(series.tone));
  }
}

// Filled, with its outline as a line over it, so that two histograms can lie over one another.
void draw_bars(Svg& svg, const Series& series, const PlotScale& scale) {
  std::vector<Place> outline;
  const double floor = scale.y(std::max(0.0, scale.y_range.low));
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    const double left = scale.x(series.low[i]), right = scale.x(series.high[i]), top = scale.y(series.y[i]);
    if (series.y[i] > 0) svg.box({left, top, right - left, floor - top}, ink_of(series.tone), kBarOpacity);
    outline.push_back({left, top});
    outline.push_back({right, top});
  }
  svg.path(outline, {ink_of(series.tone), 1.2, false});
}

void draw_box(Svg& svg, const Box& box, double place, double width, const PlotScale& scale) {
  const Ink& ink = ink_of(box.tone);
  const Pen pen{ink, 1.4, false};
  const double x = scale.x(place), top = scale.y(box.quartile_high), bottom = scale.y(box.quartile_low);
  svg.line({x, scale.y(box.whisker_low)}, {x, bottom}, pen);
  svg.line({x, top}, {x, scale.y(box.whisker_high)}, pen);
  for (const double end : {box.whisker_low, box.whisker_high})
    svg.line({x - width / 5, scale.y(end)}, {x + width / 5, scale.y(end)}, pen);
  svg.box({x - width / 2, top, width, bottom - top}, ink, 0.28, 2);
  svg.frame({x - width / 2, top, width, bottom - top}, pen, 2);
  svg.line({x - width / 2, scale.y(box.median)}, {x + width / 2, scale.y(box.median)}, {ink, 2.6, false});
  double last = -1;
  for (const double value : box.beyond) {
    const double y = scale.y(value);
    if (std::abs(y - last) < 0.3) continue;
    svg.dot({x, y}, 2, ink, 0.7);
    last = y;
  }
}

void draw_guide_text(Svg& svg, const Guide& guide, const PlotScale& scale, double down_px) {
  if (guide.text.empty()) return;
  const Area& plot = scale.plot;
  if (guide.kind == Guide::Kind::Horizontal)
    return svg.text({plot.right() - 4, scale.y(guide.at) - 4}, guide.text,
                    {.size_px = kGuideSize_px, .ink = InkName::Muted, .anchor = Anchor::End});
  const double x = scale.x(guide.at);
  const bool left = x + 6 + text_width_px(guide.text, kGuideSize_px) > plot.right();
  svg.text({left ? x - 4 : x + 4, plot.y + 11 + down_px}, guide.text,
           {.size_px = kGuideSize_px, .ink = InkName::Muted, .anchor = left ? Anchor::End : Anchor::Start});
}

}  // namespace

double PlotScale::x(double value) const { return plot.x + plot.width * share_of(value, x_range, x_logarithmic); }
double PlotScale::y(double value) const {
  return plot.bottom() - plot.height * share_of(value, y_range, y_logarithmic);
}

void draw_marks(Svg& svg, const Panel& panel, const PlotScale& scale) {
  const Pen guide_pen{ink(InkName::Axis), 1, true};
  for (const Guide& guide : panel.guides)
    if (guide.kind == Guide::Kind::Diagonal)
      svg.line({scale.x(scale.x_range.low), scale.y(scale.y_range.low)},
               {scale.x(scale.x_range.high), scale.y(scale.y_range.high)}, guide_pen);
  const double room = panel.boxes.empty() ? 0 : scale.plot.width / static_cast<double>(panel.boxes.size());
  for (std::size_t i = 0; i < panel.boxes.size(); ++i)
    if (panel.boxes[i].n > 0) draw_box(svg, panel.boxes[i], static_cast<double>(i), std::min(room * 0.5, 70.0), scale);
  for (const Series& series : panel.series) {
    switch (series.mark) {
      case Mark::Line:
      case Mark::Steps: draw_line(svg, series, scale); break;
      case Mark::Points: draw_points(svg, series, scale); break;
      case Mark::Bars: draw_bars(svg, series, scale); break;
    }
  }
}

void draw_guides(Svg& svg, const Panel& panel, const PlotScale& scale) {
  const Pen pen{ink(InkName::Muted), 1, true};
  const Area& plot = scale.plot;
  double down = 0;  // names of lines one below the other
  for (const Guide& guide : panel.guides) {
    if (guide.kind == Guide::Kind::Diagonal) continue;
    if (guide.kind == Guide::Kind::Horizontal)
      svg.line({plot.x, scale.y(guide.at)}, {plot.right(), scale.y(guide.at)}, pen);
    else
      svg.line({scale.x(guide.at), plot.y}, {scale.x(guide.at), plot.bottom()}, pen);
    draw_guide_text(svg, guide, scale, down);
    if (guide.kind == Guide::Kind::Vertical) down += 13;
  }
}

void draw_swatch(Svg& svg, const Series& series, const Area& area) {
  const double middle = area.y + area.height / 2;
  if (series.mark == Mark::Bars) return svg.box({area.x, area.y + 1, area.width, 10}, ink_of(series.tone), 0.7, 2);
  if (series.mark != Mark::Points) svg.line({area.x, middle}, {area.right(), middle}, pen_of(series));
  if (series.mark == Mark::Points) svg.dot({area.x + area.width / 2, middle}, kDot_px + 0.8, ink_of(series.tone));
}

}  // namespace app
