// What several figures share. For this folder. Any thread; pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/report/figure_source.h"

namespace app {

// Small multiples, one a group: of more than these, the ones with the most images; what is left out is said.
inline constexpr std::size_t kMostPanels = 12;

Figure figure_of_problem(const FigureSource& source);  // a panel that says it
std::string decimals(double value, int places);
double or_gap(const std::optional<double>& value);          // NaN
std::string listed(const std::vector<std::string>& names);  // "a, b and 3 more"
std::vector<int> largest_groups(const Scored& scored, std::vector<int> groups, Caption& caption);

}  // namespace app
