#include "app/workspace/target_rules.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace app {
namespace {

TargetRule diagnosis_rule(const std::vector<std::string>& classes) {
  TargetRule rule{"diagnosis", "every class on its own", classes, {}};
  for (std::size_t i = 0; i < classes.size(); ++i) rule.group_of_class.emplace_back(classes[i], static_cast<int>(i));
  return rule;
}

// 0/1 columns read as "benign/malignant" or "not X/X"; other values keep their names, sorted.
std::vector<std::string> group_names(const std::string& column, const std::set<std::string>& values) {
  if (values == std::set<std::string>{"0", "1"}) {
    return {column == "malignant" ? "benign" : "not " + column, column};
  }
  return {values.begin(), values.end()};
}

struct Saying {
  std::size_t rows = 0;
  const ImportItem* first = nullptr;
};
// By class and by what its rows say in a column.
using Sayings = std::map<std::string, std::map<std::string, Saying>>;

// Absent where a class says so many things that the column means something else: an age, a number.
std::optional<Sayings> sayings_of(const ImportSource& source, const std::string& column) {
  constexpr std::size_t kMostValues = 8;
  Sayings said;
  for (const ImportItem& item : source.items) {
    const auto value = item.extra.find(column);
    if (item.label.empty() || value == item.extra.end()) continue;
    auto& values = said[item.label];
    Saying& same = values[value->second];
    if (same.rows++ == 0) same.first = &item;
    if (values.size() > kMostValues) return std::nullopt;
  }
  return said;
}

// The value that most rows of a class have is what the column would mean; empty: there is no other.
std::string contradiction(const Sayings& said, const std::string& column) {
  constexpr std::size_t kRowsForEachOther = 20;  // one row in so many may be a slip
  std::size_t rows = 0, others = 0;
  std::set<std::string> meant;
  const ImportItem* first = nullptr;
  std::string words;
  for (const auto& [label, values] : said) {
    const auto most = std::ranges::max_element(values, {}, [](const auto& entry) { return entry.second.rows; });
    meant.insert(most->first);
    for (const auto& [value, same] : values) {
      rows += same.rows;
      if (value == most->first) continue;
      others += same.rows;
      if (first == nullptr) {
        first = same.first;
        words = column + " is no target: " + label + " has " + most->first + " (" + std::to_string(most->second.rows) +
                ") and " + value + " (" + std::to_string(same.rows) + ", " +
                (first->entry.empty() ? first->path.filename().string() : first->entry) + ")";
      }
    }
  }
  const bool nearly = meant.size() > 1 && meant.size() < said.size() && others * kRowsForEachOther <= rows;
  return first != nullptr && (nearly || column == "malignant") ? words : "";
}

std::optional<TargetRule> column_rule(const ImportSource& source, const std::string& column,
                                      const std::vector<std::string>& classes) {
  std::map<std::string, std::string> value_of;
  std::set<std::string> values;
  for (const ImportItem& item : source.items) {
    const auto value = item.extra.find(column);
    if (item.label.empty() || value == item.extra.end()) continue;
    const auto [known, added] = value_of.emplace(item.label, value->second);
    if (!added && known->second != value->second) return std::nullopt;  // not a function of the label
    values.insert(value->second);
  }
  if (values.size() < 2 || (values.size() >= value_of.size() && value_of.size() > 2)) return std::nullopt;
  const std::vector<std::string> order(values.begin(), values.end());
  TargetRule rule{column, description_of_column(column), group_names(column, values), {}};
  for (const std::string& name : classes) {
    const auto value = value_of.find(name);
    if (value == value_of.end()) continue;
    rule.group_of_class.emplace_back(name, static_cast<int>(std::ranges::find(order, value->second) - order.begin()));
  }
  return rule;
}

std::optional<TargetRule> malignant_rule(const std::vector<std::string>& classes, const ClassCatalog& catalog) {
  TargetRule rule{"malignant", "the usual grouping; a convention, not a diagnosis", {"benign", "malignant"}, {}};
  std::set<int> seen;
  for (const std::string& name : classes) {
    const KnownClass* known = catalog.find(name);
    if (known == nullptr) return std::nullopt;
    rule.group_of_class.emplace_back(name, known->malignant ? 1 : 0);
    seen.insert(known->malignant ? 1 : 0);
  }
  if (seen.size() < 2) return std::nullopt;
  return rule;
}

}  // namespace

std::string description_of_column(const std::string& column) { return "from the index column " + column; }

std::vector<std::string> nearly_targets(const ImportSource& source) {
  std::vector<std::string> found;
  for (const std::string& column : source.extra_columns)
    if (const auto said = sayings_of(source, column))
      if (std::string words = contradiction(*said, column); !words.empty()) found.push_back(std::move(words));
  return found;
}

std::vector<TargetRule> derive_targets(const ImportSource& source, const std::vector<std::string>& classes,
                                       const ClassCatalog& catalog) {
  std::vector<TargetRule> rules;
  if (classes.size() < 2) return rules;
  for (const std::string& column : source.extra_columns) {
    if (auto rule = column_rule(source, column, classes)) rules.push_back(std::move(*rule));
  }
  const bool given = std::ranges::find(rules, "malignant", &TargetRule::name) != rules.end();
  if (!given) {
    if (auto rule = malignant_rule(classes, catalog)) rules.push_back(std::move(*rule));
  }
  rules.push_back(diagnosis_rule(classes));
  return rules;
}

}  // namespace app
