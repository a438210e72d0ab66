// Draws what stands inside the axes of a panel: series, boxes, guides. For this folder. Any thread; pure functions.
#pragma once

#include "app/report/figure.h"
#include "app/report/svg.h"

namespace app {

struct PlotScale {
  Area plot;
  AxisRange x_range, y_range;
  bool x_logarithmic = false, y_logarithmic = false;

  double x(double value) const;
  double y(double value) const;
};

void draw_marks(Svg& svg, const Panel& panel, const PlotScale& scale);
void draw_guides(Svg& svg, const Panel& panel, const PlotScale& scale);
void draw_swatch(Svg& svg, const Series& series, const Area& area);

}  // namespace app
