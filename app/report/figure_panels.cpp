#include "app/report/figure_panels.h"

#include <algorithm>
#include <cstdio>
#include <limits>

#include "app/core/joined.h"

namespace app {

Figure figure_of_problem(const FigureSource& source) {
  Figure figure;
  figure.caption = caption_of(source, "");
  figure.panels.push_back({.missing = "Nothing to show: " + source.problem});
  return figure;
}

std::string decimals(double value, int places) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}

double or_gap(const std::optional<double>& value) { return value.value_or(std::numeric_limits<double>::quiet_NaN()); }

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 5;
  if (names.size() <= kNamed) return joined(names);
  return joined({names.begin(), names.begin() + kNamed}) + " and " + std::to_string(names.size() - kNamed) + " more";
}

std::vector<int> largest_groups(const Scored& scored, std::vector<int> groups, Caption& caption) {
  if (groups.size() <= kMostPanels) return groups;
  const auto images = [&](int group) { return std::ranges::count(scored.labels, group); };
  std::ranges::stable_sort(groups, [&](int a, int b) { return images(a) > images(b); });
  caption.notes.push_back("The " + std::to_string(kMostPanels) + " of " + std::to_string(groups.size()) +
                          " classes with the most images are shown");
  groups.resize(kMostPanels);
  std::ranges::sort(groups);
  return groups;
}

}  // namespace app
