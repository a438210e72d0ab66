// A figure as a file. The SVG is the drawing: text is text, with a title and a description for who does not see it. The
// PNG is that SVG in pixels (librsvg), the CSV its numbers.
//
//   const std::string inline_svg = figure_svg(figure);
//   write_figure(OutputFile("roc.png", &workspace), figure);   // by the name's ending: .svg, .png, .csv
//
// Any thread; pure functions but for write_figure. Throws std::runtime_error saying what could not be done.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/report/figure.h"
#include "app/workspace/output_file.h"

namespace app {

inline constexpr int kPrintResolution_dpi = 300;

std::string figure_svg(const Figure& figure);
std::vector<std::byte> figure_png(const Figure& figure, int resolution_dpi = kPrintResolution_dpi);
// RFC 4180; one row a point: panel, series, x, y, low, high, and the caption as the last row.
std::string figure_csv(const Figure& figure);

// Throws std::runtime_error naming the endings there are, before anything is drawn.
void require_figure_ending(const std::string& path);
void write_figure(const OutputFile& output, const Figure& figure);

}  // namespace app
