// Small charts: probability bars, a colour-map legend. The large ones: line_chart.h, curve_plot.h, matrix_plot.h.
// Main thread only.
#pragma once

#include <string_view>

#include "app/widgets/style.h"
#include "engine/image/colour_map.h"

namespace app::widgets {

// Name, bar, percent; `threshold` draws a mark (negative: none).
void probability_bar(const Style& style, std::string_view name, float probability, ImU32 colour, float threshold = -1);

void colour_map_legend(const Style& style, engine::ColourMap colour_map, float width_px, std::string_view low,
                       std::string_view high);

}  // namespace app::widgets
