#include "app/table/drawn_over.h"

#include <algorithm>
#include <vector>

#include "app/core/number_text.h"
#include "ml/metrics/resampling.h"

namespace app {
namespace {

// Of units that are known together the one group is of all of them.
std::string one_of(const std::string& unit) {
  if (unit == "groups of look-alikes") return "group of look-alikes";
  if (unit.find(' ') != std::string::npos) return "group of " + unit;
  return unit.substr(0, unit.size() - 1);
}

std::string drawn_times(const DrawnOver& over, const char* up_to) {
  if (is_one_group(over)) return "not estimated: one " + one_of(over.unit);
  return grouped(over.groups) + " " + over.unit + " drawn with replacement, " + up_to + grouped(over.draws) + " times" +
         (over.settled ? ", the ends are stable" : "; more draws would move the ends a little");
}

}  // namespace

std::string drawn_unit(const KnownGroups& known, std::size_t images, std::size_t groups) {
  if (images == groups) return "images";
  std::vector<std::string> units;
  if (known.patients) units.emplace_back("patients");
  if (known.lesions) units.emplace_back("lesions");
  if (known.look_alikes) units.emplace_back("groups of look-alikes");
  std::string text;
  for (std::size_t i = 0; i < units.size(); ++i)
    text += (i == 0 ? "" : i + 1 == units.size() ? " and " : ", ") + units[i];
  return text.empty() ? "groups" : text;
}

std::string counted_unit(const DrawnOver& over) { return counted(over.groups, one_of(over.unit), over.unit); }

bool is_one_group(const DrawnOver& over) { return over.groups == 1 && over.draws == 0; }

std::string text_of(const DrawnOver& over) { return drawn_times(over, ""); }
std::string text_of_several(const DrawnOver& over) { return drawn_times(over, "up to "); }

Json to_json(const DrawnOver& over) {
  if (over.draws == 0 && !is_one_group(over)) return {};
  return {{"unit", over.unit}, {"groups", over.groups}, {"draws", over.draws}, {"settled", over.settled}};
}

int live_draws(std::size_t images) {
  constexpr double kRowsDrawn = 40e6;  // a fraction of a second
  const double fits = kRowsDrawn / static_cast<double>(std::max<std::size_t>(images, 1));
  return static_cast<int>(std::clamp(fits, 1.0 * ml::kSettleDraws, 1.0 * ml::BootstrapOptions{}.draws));
}

}  // namespace app
