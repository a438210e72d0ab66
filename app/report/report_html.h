// The page of a report: one file that needs nothing else. Every value on it comes from the block, which stands in it
// too.
//
//   const std::string page = report_html(report);
//   const Json block = block_of(page);            // throws where the page holds none
//   for (const ShownCell& cell : cells_of(page))   // what the eye sees, by the name of the value
//
// Any thread; pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/report/report.h"

namespace app {

std::string report_html(const Report& report);

// Throws std::runtime_error saying what is missing.
Json block_of(std::string_view page);

struct ShownCell {
  std::string name;    // "results.auc", "data.classes.2.n", "TRIPOD+AI.23a"
  std::string markup;  // what stands there, as markup
};
std::vector<ShownCell> cells_of(std::string_view page);

// The page without its figures.
std::string text_of_page(std::string_view page);
// Its figures, in order, as markup.
std::vector<std::string> figures_of_page(std::string_view page);

}  // namespace app
