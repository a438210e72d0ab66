// Draws one panel of a figure: heading, legend, axes, series, boxes, guides; or its matrix; or why there is nothing.
// For this folder. Any thread; pure functions.
#pragma once

#include <string>

#include "app/report/figure.h"
#include "app/report/svg.h"

namespace app {

// How wide the panel would like to be in a figure of one column, and how high it is at a width.
double wanted_width_px(const Panel& panel);
double panel_height_px(const Panel& panel, double width_px);
// `id` makes the names of its clip paths unique in the document.
void draw_panel(Svg& svg, const Panel& panel, const Area& area, const std::string& id);

// The matrix alone, in matrix_svg.cpp; the area begins below the heading.
double wanted_matrix_width_px(const Matrix& matrix);
double matrix_height_px(const Matrix& matrix, double width_px);
void draw_matrix(Svg& svg, const Panel& panel, const Area& area);

}  // namespace app
