#include "app/export/isic_rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <stdexcept>

namespace app {
namespace {

using CsvRow = std::vector<std::string_view>;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t end = 0; (end = text.find(at)) != text.npos; text.remove_prefix(end + 1))
    parts.push_back(text.substr(0, end));
  parts.push_back(text);
  return parts;
}

// Neither ids nor numbers need quotes.
std::vector<CsvRow> rows_of(std::string_view csv) {
  std::vector<CsvRow> rows;
  for (std::string_view line : split(csv, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) rows.push_back(split(line, ','));
  }
  return rows;
}

// A column whose numbers are all whole is read as one of integers, and refused.
std::optional<double> real(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole_text = error == std::errc() && end == text.data() + text.size();
  if (!whole_text || text.find_first_of(".e") == text.npos || !std::isfinite(value)) return std::nullopt;
  return value;
}

class Judging {
 public:
  explicit Judging(const IsicForm& form) : form_(form) {}

  void heading(const CsvRow& row) {
    CsvRow wanted{form_.id_column};
    wanted.insert(wanted.end(), form_.columns.begin(), form_.columns.end());
    if (row != wanted) say("the columns are not those of " + std::string(form_.name));
  }

  void row(const CsvRow& row, const std::set<std::string_view>& expected) {
    const std::string id(row.front());
    if (row.size() != form_.columns.size() + 1)
      return say("the row of " + id + " has " + std::to_string(row.size()) + " fields");
    if (!seen_.insert(row.front()).second) say("the image " + id + " stands in two rows");
    if (!expected.contains(row.front())) say("the image " + id + " does not belong to the set");
    std::vector<double> values;
    for (std::size_t i = 1; i < row.size(); ++i) {
      const auto value = real(row[i]);
      if (!value || *value < 0 || *value > 1)
        return say("\"" + std::string(row[i]) + "\" of " + id + " is no number from 0.0 to 1.0 with a point");
      values.push_back(*value);
    }
    const double highest = *std::ranges::max_element(values);
    if (form_.tied_maxima_are_wrong && std::ranges::count(values, highest) > 1)
      say("the highest values of " + id + " are equal, which counts as wrong");
  }

  void end(std::span<const std::string> expected) {
    for (const std::string& id : expected)
      if (!seen_.contains(id)) say("the image " + id + " is missing");
  }

  std::vector<std::string> problems;

 private:
  void say(std::string problem) {
    constexpr std::size_t kMost = 20;
    if (problems.size() < kMost) problems.push_back(std::move(problem));
  }
  const IsicForm& form_;
  std::set<std::string_view> seen_;
};

}  // namespace

const IsicForm& isic_form(int year) {
  static const IsicForm k2018{"ISIC 2018 task 3", "image", {"MEL", "NV", "BCC", "AKIEC", "BKL", "DF", "VASC"}, true};
  static const IsicForm k2019{
      "ISIC 2019", "image", {"MEL", "NV", "BCC", "AK", "BKL", "DF", "VASC", "SCC", "UNK"}, true};
  static const IsicForm k2024{"ISIC 2024", "isic_id", {"target"}, false};
  switch (year) {
    case 2018: return k2018;
    case 2019: return k2019;
    case 2024: return k2024;
    default: throw std::runtime_error("exporting: no submission form of " + std::to_string(year) + " is known");
  }
}

std::vector<std::string> isic_problems(const IsicForm& form, std::string_view csv,
                                       std::span<const std::string> expected) {
  const std::vector<CsvRow> rows = rows_of(csv);
  if (rows.empty()) return {"it is empty"};
  Judging judging(form);
  judging.heading(rows.front());
  if (!judging.problems.empty()) return judging.problems;
  const std::set<std::string_view> wanted(expected.begin(), expected.end());
  for (std::size_t i = 1; i < rows.size(); ++i) judging.row(rows[i], wanted);
  judging.end(expected);
  return judging.problems;
}

}  // namespace app
