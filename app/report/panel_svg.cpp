#include "app/report/panel_svg.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/report/figure_ticks.h"
#include "app/report/series_svg.h"

namespace app {
namespace {

constexpr double kHeading_px = 24, kHeadingSize_px = 12.5;
constexpr double kLegendLine_px = 17, kLegendSwatch_px = 22, kLegendGap_px = 16;
constexpr double kSmall_px = 10.5, kAxisTitle_px = 11;
constexpr double kTickGap_px = 6, kBelow_px = 40, kRight_px = 12;
constexpr double kMissing_px = 120;
constexpr double kTurnedLabel_px = 112;  // of categories that stand upright

struct LegendEntry {
  const Series* series;
  Place at;  // of its swatch, from the legend's corner
};

struct Legend {
  std::vector<LegendEntry> entries;
  double height_px = 0;
};

Legend legend_of(const Panel& panel, double width_px) {
  Legend legend;
  double all = 0, widest = 0;
  for (const Series& series : panel.series) {
    if (series.name.empty()) continue;
    const double width = kLegendSwatch_px + 5 + text_width_px(series.name, kSmall_px) + kLegendGap_px;
    all += width;
    widest = std::max(widest, width);
  }
  const bool one_line = all <= width_px + kLegendGap_px;
  Place at;
  for (const Series& series : panel.series) {
    if (series.name.empty()) continue;
    const double width = kLegendSwatch_px + 5 + text_width_px(series.name, kSmall_px) + kLegendGap_px;
    const double step = one_line ? width : widest;  // in columns where there are several lines
    if (at.x > 0 && at.x + step > width_px + kLegendGap_px) at = {0, at.y + kLegendLine_px};
    legend.entries.push_back({&series, at});
    at.x += step;
  }
  if (!legend.entries.empty()) legend.height_px = at.y + kLegendLine_px + 5;
  return legend;
}

void draw_legend(Svg& svg, const Legend& legend, Place corner) {
  for (const LegendEntry& entry : legend.entries) {
    const Place at{corner.x + entry.at.x, corner.y + entry.at.y};
    draw_swatch(svg, *entry.series, {at.x, at.y, kLegendSwatch_px, 12});
    svg.text({at.x + kLegendSwatch_px + 5, at.y + 10}, entry.series->name, {.size_px = kSmall_px});
  }
}

// The smallest and largest finite value an axis has to hold.
class Extent {
 public:
  void add(double value) {
    if (!std::isfinite(value) || (positive_only_ && value <= 0)) return;
    range_.low = std::min(range_.low, value);
    range_.high = std::max(range_.high, value);
  }
  void add(const std::vector<double>& values) {
    for (const double value : values) add(value);
  }
  explicit Extent(bool positive_only) : positive_only_(positive_only) {}
  AxisRange range() const { return range_.low <= range_.high ? range_ : AxisRange{}; }

 private:
  bool positive_only_;
  AxisRange range_{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
};

AxisRange data_range(const Panel& panel, bool of_x) {
  Extent extent(of_x ? panel.x.logarithmic : panel.y.logarithmic);
  for (const Series& series : panel.series) {
    const bool bars = series.mark == Mark::Bars;
    extent.add(of_x ? series.x : series.y);
    if (of_x == bars) {
      extent.add(series.low);
      extent.add(series.high);
    }
    if (!of_x && bars) extent.add(0);
  }
  if (of_x) return extent.range();
  for (const Box& box : panel.boxes) {
    extent.add(box.whisker_low);
    extent.add(box.whisker_high);
    extent.add(box.beyond);
  }
  return extent.range();
}

Ticks ticks_of(const Panel& panel, bool of_x, double length_px) {
  const Axis& axis = of_x ? panel.x : panel.y;
  if (!axis.categories.empty()) {
    Ticks ticks{.range = {-0.5, static_cast<double>(axis.categories.size()) - 0.5}};
    for (std::size_t i = 0; i < axis.categories.size(); ++i) {
      ticks.at.push_back(static_cast<double>(i));
      ticks.text.push_back(axis.categories[i]);
    }
    return ticks;
  }
  const AxisRange range = axis.range ? *axis.range : data_range(panel, of_x);
  if (axis.logarithmic) {
    constexpr double kAir = 1.4;  // above and below the data
    return axis.range ? log_ticks(range) : log_ticks({range.low / kAir, range.high * kAir});
  }
  const bool fixed = axis.range.has_value() || (of_x && axis.whole_numbers);
  return linear_ticks(range, std::max(2, static_cast<int>(length_px / (of_x || panel.square ? 58 : 36))), fixed,
                      axis.whole_numbers);
}

bool categories_are_turned(const Axis& axis, double width_px) {
  const double room = width_px / std::max<double>(1, static_cast<double>(axis.categories.size())) - 6;
  return std::ranges::any_of(axis.categories,
                             [&](const std::string& name) { return text_width_px(name, kSmall_px) > room; });
}

double below_px(const Panel& panel, double plot_width_px) {
  return categories_are_turned(panel.x, plot_width_px) ? kBelow_px + kTurnedLabel_px - 12 : kBelow_px;
}

double left_px(const Ticks& y) {
  double widest = 0;
  for (const std::string& text : y.text) widest = std::max(widest, text_width_px(text, kSmall_px));
  return 18 + std::ceil(widest) + kTickGap_px;
}

// Where curves go, of a panel whose plot may be that wide.
double plot_height_px(const Panel& panel, double plot_width_px) {
  return panel.square ? plot_width_px : std::clamp(plot_width_px * 0.6, 150.0, 330.0);
}

void draw_x_axis(Svg& svg, const Panel& panel, const Area& plot, const Ticks& ticks) {
  const bool turned = categories_are_turned(panel.x, plot.width);
  for (std::size_t i = 0; i < ticks.at.size(); ++i) {
    const double x = plot.x + plot.width * share_of(ticks.at[i], ticks.range, panel.x.logarithmic);
    if (panel.x.categories.empty()) svg.line({x, plot.y}, {x, plot.bottom()}, {ink(InkName::Grid), 1});
    svg.line({x, plot.bottom()}, {x, plot.bottom() + 4}, {ink(InkName::Axis), 1});
    if (turned)
      svg.text({x + 4, plot.bottom() + 8}, shortened_text(ticks.text[i], kSmall_px, kTurnedLabel_px),
               {.size_px = kSmall_px, .ink = InkName::Muted, .anchor = Anchor::End, .upwards = true});
    else
      svg.text({x, plot.bottom() + 16}, ticks.text[i],
               {.size_px = kSmall_px, .ink = InkName::Muted, .anchor = Anchor::Middle});
  }
  svg.text({plot.x + plot.width / 2, plot.bottom() + below_px(panel, plot.width) - 6}, panel.x.title,
           {.size_px = kAxisTitle_px, .anchor = Anchor::Middle});
}

void draw_y_axis(Svg& svg, const Panel& panel, const Area& plot, const Ticks& ticks, double title_x) {
  for (std::size_t i = 0; i < ticks.at.size(); ++i) {
    const double y = plot.bottom() - plot.height * share_of(ticks.at[i], ticks.range, panel.y.logarithmic);
    svg.line({plot.x, y}, {plot.right(), y}, {ink(InkName::Grid), 1});
    svg.text({plot.x - kTickGap_px, y + 3.6}, ticks.text[i],
             {.size_px = kSmall_px, .ink = InkName::Muted, .anchor = Anchor::End});
  }
  svg.text({title_x, plot.y + plot.height / 2}, panel.y.title,
           {.size_px = kAxisTitle_px, .anchor = Anchor::Middle, .upwards = true});
}

void draw_missing(Svg& svg, const Panel& panel, const Area& area) {
  svg.frame({area.x + 0.5, area.y + 0.5, area.width - 1, area.height - 1}, {ink(InkName::Axis), 1, true}, 8);
  const std::vector<std::string> lines = wrapped_text(panel.missing, kAxisTitle_px, area.width - 48);
  double y = area.y + area.height / 2 - static_cast<double>(lines.size() - 1) * 8 + 4;
  for (const std::string& line : lines) {
    svg.text({area.x + area.width / 2, y}, line,
             {.size_px = kAxisTitle_px, .ink = InkName::Muted, .anchor = Anchor::Middle});
    y += 16;
  }
}

void draw_plot(Svg& svg, const Panel& panel, const Area& area, const std::string& id) {
  const Ticks rough = ticks_of(panel, false, area.height);
  const double left = left_px(rough);
  const double width = area.width - left - kRight_px;
  const Area plot{area.x + left, area.y + 4, width, area.height - 4 - below_px(panel, width)};
  const Ticks x = ticks_of(panel, true, plot.width), y = ticks_of(panel, false, plot.height);
  draw_x_axis(svg, panel, plot, x);
  draw_y_axis(svg, panel, plot, y, area.x + 10);
  const PlotScale scale{plot, x.range, y.range, panel.x.logarithmic, panel.y.logarithmic};
  svg.begin_clip(id, {plot.x - 1, plot.y - 1, plot.width + 2, plot.height + 2});
  draw_marks(svg, panel, scale);
  svg.end_clip();
  svg.line({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, {ink(InkName::Axis), 1});
  draw_guides(svg, panel, scale);
}

}  // namespace

double wanted_width_px(const Panel& panel) {
  if (panel.matrix && panel.missing.empty()) return wanted_matrix_width_px(*panel.matrix);
  return panel.square ? 460 : 580;
}

double panel_height_px(const Panel& panel, double width_px) {
  const double heading = panel.title.empty() ? 0 : kHeading_px;
  if (!panel.missing.empty()) return heading + kMissing_px;
  if (panel.matrix) return heading + matrix_height_px(*panel.matrix, width_px);
  // The numbers beside the axis depend on the height, and it on their room: those of a usual height will do.
  const double plot_width = width_px - left_px(ticks_of(panel, false, width_px * 0.6)) - kRight_px;
  return heading + legend_of(panel, width_px).height_px + 4 + plot_height_px(panel, plot_width) +
         below_px(panel, plot_width);
}

void draw_panel(Svg& svg, const Panel& panel, const Area& area, const std::string& id) {
  double y = area.y;
  if (!panel.title.empty()) {
    svg.text({area.x, y + 12}, shortened_text(panel.title, kHeadingSize_px, area.width),
             {.size_px = kHeadingSize_px, .bold = true});
    y += kHeading_px;
  }
  if (!panel.missing.empty()) return draw_missing(svg, panel, {area.x, y, area.width, area.bottom() - y});
  if (panel.matrix) return draw_matrix(svg, panel, {area.x, y, area.width, area.bottom() - y});
  const Legend legend = legend_of(panel, area.width);
  draw_legend(svg, legend, {area.x, y});
  y += legend.height_px;
  draw_plot(svg, panel, {area.x, y, area.width, area.bottom() - y}, id);
}

}  // namespace app
