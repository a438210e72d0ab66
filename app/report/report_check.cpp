#include "app/report/report_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "app/core/number_text.h"
#include "app/report/report.h"
#include "app/report/report_block.h"
#include "app/report/report_html.h"

namespace app {
namespace {

constexpr double kTolerance = 1e-6;
constexpr const char* kOnPage = "the page differs from its block";
constexpr const char* kAgain = "computed again from the workspace";

std::string shortened(const std::string& text) {
  constexpr std::size_t kMost = 160;
  return text.size() <= kMost ? text : text.substr(0, kMost) + " …";
}

void compare_cells(std::string_view page, const std::string& expected, ReportCheck& check) {
  const std::vector<ShownCell> seen = cells_of(page), wanted = cells_of(expected);
  check.cells = wanted.size();
  std::map<std::string, std::string> by_name;
  for (const ShownCell& cell : seen) by_name[cell.name] = cell.markup;
  for (const ShownCell& cell : wanted) {
    const auto found = by_name.find(cell.name);
    if (found == by_name.end())
      check.differences.push_back({cell.name, "is not on the page", shortened(cell.markup), kOnPage});
    else if (found->second != cell.markup)
      check.differences.push_back({cell.name, shortened(found->second), shortened(cell.markup), kOnPage});
  }
}

// The first line that is not as the block makes it.
void compare_lines(const std::string& seen, const std::string& wanted, ReportCheck& check) {
  if (seen == wanted) return;
  std::size_t begin = 0;
  int line = 1;
  for (std::size_t i = 0; i < std::min(seen.size(), wanted.size()) && seen[i] == wanted[i]; ++i) {
    if (seen[i] != '\n') continue;
    begin = i + 1;
    ++line;
  }
  const auto line_of = [&](const std::string& text) {
    return shortened(text.substr(std::min(begin, text.size()), text.find('\n', begin) - begin));
  };
  check.differences.push_back(
      {"text, line " + std::to_string(line) + " without figures", line_of(seen), line_of(wanted), kOnPage});
}

bool same_value(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number() && !(a.is_integer() && b.is_integer()))
    return std::abs(a.get<double>() - b.get<double>()) <= kTolerance * std::max(1.0, std::abs(b.get<double>()));
  return a == b;
}

// Where a value stands, by the names that are in it.
std::string name_in(const Json& element, std::size_t place) {
  if (element.is_object())
    for (const char* key : {"id", "standard", "item"})
      if (const Json* name = element.find(key)) return name->get<std::string>();
  return std::to_string(place);
}

bool all_have_ids(const Json& list) {
  return list.is_array() && std::all_of(list.begin(), list.end(), [](const Json& element) {
           return element.is_object() && element.find("id") != nullptr;
         });
}

const Json* element_of(const Json& list, const Json& wanted) {
  for (const Json& element : list)
    if (element.at("id") == wanted.at("id")) return &element;
  return nullptr;
}

// Two texts of a checklist that differ in nothing but the number of files that are missing.
bool only_files_differ(std::string reported, std::string found) {
  constexpr std::string_view kBefore = "files missing ";
  for (std::string* text : {&reported, &found}) {
    const std::size_t at = text->find(kBefore);
    if (at == std::string::npos) return false;
    const std::size_t number = at + kBefore.size();
    text->erase(number, text->find(';', number) - number);
  }
  return reported == found;
}

class Comparison {
 public:
  explicit Comparison(ReportCheck& check) : check_(check) {}

  void compare(const Json& reported, const Json& found, const std::string& name) {
    if (reported.is_object() && found.is_object()) return compare_members(reported, found, name);
    if (reported.is_array() && found.is_array() && reported.size() == found.size())
      return compare_elements(reported, found, name);
    if (all_have_ids(reported) && all_have_ids(found)) return compare_by_id(reported, found, name);
    ++check_.values;
    if (!same_value(reported, found)) add(name, reported, found);
  }

 private:
  void add(const std::string& name, const Json& reported, const Json& found) {
    check_.differences.push_back({name, shortened(reported.dump()), shortened(found.dump()), kAgain});
  }
  void compare_members(const Json& reported, const Json& found, const std::string& name) {
    for (const auto& [key, value] : found.members()) {
      const Json* said = reported.find(key);
      const std::string below =
          key == "sections" || key == "facts" || key == "tables" || key == "value" ? name : name + "." + key;
      if (said == nullptr)
        add(below, Json(), value);
      else
        compare(*said, value, below);
    }
    for (const auto& [key, value] : reported.members())
      if (found.find(key) == nullptr) add(name + "." + key, value, Json());
  }
  void compare_elements(const Json& reported, const Json& found, const std::string& name) {
    for (std::size_t i = 0; i < found.size(); ++i)
      compare(reported.at(i), found.at(i), (name.empty() ? "" : name + ".") + name_in(found.at(i), i));
  }

  // One of them tells something that the other does not.
  void compare_by_id(const Json& reported, const Json& found, const std::string& name) {
    for (const Json& element : found)
      compare_with(element_of(reported, element), &element, name + "." + element.at("id").get<std::string>());
    for (const Json& element : reported)
      if (element_of(found, element) == nullptr)
        compare_with(&element, nullptr, name + "." + element.at("id").get<std::string>());
  }
  void compare_with(const Json* reported, const Json* found, const std::string& name) {
    if (reported != nullptr && found != nullptr) return compare(*reported, *found, name);
    ++check_.values;
    add(name, reported == nullptr ? Json() : *reported, found == nullptr ? Json() : *found);
  }

  ReportCheck& check_;
};

// A folder may be renamed, a change that was taken back counts as two, and files may not be at hand: where nothing else
// differs.
void set_remarks_apart(ReportCheck& check) {
  const auto alone = [](const Difference& found) {
    constexpr std::array<std::string_view, 4> kAlone = {"summary.workspace", "data.edit_revision", "data.missing_files",
                                                        "data.changed_files"};
    return found.where == kAgain && std::ranges::find(kAlone, found.item) != kAlone.end();
  };
  const auto told_again = [](const Difference& found) {
    return found.where == kAgain && only_files_differ(found.reported, found.found);
  };
  if (!std::ranges::all_of(check.differences, [&](const auto& it) { return alone(it) || told_again(it); })) return;
  std::erase_if(check.differences, told_again);
  check.remarks = std::exchange(check.differences, {});
}

// What the editions before the fourth told of more than two groups is not made again.
void note_areas(int edition, ReportCheck& check) {
  constexpr int kBeforeCalibration = 4;
  const bool areas = std::ranges::any_of(check.differences, [](const Difference& found) {
    return found.item.starts_with("results.macro_auc") || found.item.starts_with("results.ece");
  });
  if (areas && edition < kBeforeCalibration)
    check.remarks.push_back({"the edition of reports", std::to_string(edition),
                             std::to_string(kReportEdition) +
                                 ", which takes areas before calibration and the bias off the interval of its error,",
                             kAgain});
}

void compare_figures(std::string_view page, const Report& again, ReportCheck& check) {
  const std::vector<std::string> seen = figures_of_page(page), wanted = figures_of_page(report_html(again));
  for (std::size_t i = 0; i < again.figures.size(); ++i) {
    ++check.values;
    if (i >= seen.size())
      check.differences.push_back({"figure " + again.figures[i].name, "is not on the page", "a figure", kAgain});
    else if (seen[i] != wanted[i])
      check.differences.push_back(
          {"figure " + again.figures[i].name, "drawn otherwise", "as the workspace says", kAgain});
  }
  if (seen.size() > wanted.size())
    check.differences.push_back({"figures", std::to_string(seen.size()), std::to_string(wanted.size()), kAgain});
}

}  // namespace

ReportCheck check_report(std::string_view page, Workspace* workspace, const OnProgress& progress) {
  ReportCheck check;
  Report said{.block = block_of(page)};
  const ReportRequest request = request_of(said.block);
  const std::string expected = report_html(said);
  compare_cells(page, expected, check);
  if (check.sound()) {
    // The section of figures is empty in what the block alone makes.
    compare_lines(text_of_page(page), text_of_page(expected), check);
  }
  if (workspace == nullptr) return check;
  check.recomputed = true;
  const Report again = make_report(*workspace, request, progress);
  Comparison(check).compare(said.block, again.block, "");
  compare_figures(page, again, check);
  set_remarks_apart(check);
  note_areas(request.edition, check);
  return check;
}

std::string describe(const ReportCheck& check) {
  std::string text =
      grouped(static_cast<std::int64_t>(check.cells)) + " visible values compared with the block of the report";
  if (check.recomputed)
    text += ", " + grouped(static_cast<std::int64_t>(check.values)) +
            " values and figures computed again from the workspace";
  text += check.sound() ? ": all agree\n" : ": " + std::to_string(check.differences.size()) + " differ\n";
  for (const Difference& found : check.differences)
    text +=
        "  " + found.item + "\n    reported: " + found.reported + "\n    " + found.where + ": " + found.found + "\n";
  for (const Difference& found : check.remarks)
    text += "  note: " + found.item + " was " + found.reported + " and is " + found.found + " now\n";
  if (!check.recomputed)
    text +=
        "Nothing was computed again: name the workspace to have that done. A page and its block that were both "
        "changed agree.\n";
  return text;
}

Json to_json(const ReportCheck& check) {
  Json json{
      {"sound", check.sound()}, {"recomputed", check.recomputed}, {"cells", check.cells}, {"values", check.values}};
  json["differences"] = Json::array();
  for (const Difference& found : check.differences)
    json["differences"].push_back(
        Json{{"item", found.item}, {"reported", found.reported}, {"found", found.found}, {"where", found.where}});
  json["remarks"] = Json::array();
  for (const Difference& found : check.remarks)
    json["remarks"].push_back(Json{{"item", found.item}, {"reported", found.reported}, {"found", found.found}});
  return json;
}

}  // namespace app
