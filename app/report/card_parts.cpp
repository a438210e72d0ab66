#include "app/report/card_parts.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "app/core/disclaimer.h"
#include "app/table/slices.h"

namespace app {
namespace {

constexpr std::size_t kMostCardSlices = 15;

// A row of a slice's table: part, n, positives, AUC, sensitivity, specificity, accuracy.
constexpr std::size_t kPart = 0, kAuc = 3;

double auc_of(const Json& row) {
  const Json& auc = row.at(kAuc);
  constexpr double kUndefined = 2;  // after every AUC
  return auc.is_object() ? auc.at("value").get<double>() : auc.is_number() ? auc.get<double>() : kUndefined;
}

bool is_small_row(const Json& row) { return row.at(kPart).get<std::string>().ends_with(" (small)"); }

}  // namespace

std::string referral_fact(const std::optional<ml::Referral>& kept) {
  if (!kept || kept->coverage >= 1) return "nothing: every image is answered";
  char answered[24];
  std::snprintf(answered, sizeof answered, "%.3g", 100 * kept->coverage);
  return std::string("all but ") + answered + " % of images like those of validation, by " + kept->doubt;
}

ReportSection intended_use() {
  ReportSection section("intended_use", "Intended use");
  section.fact("use", "Use", kDisclaimer);
  section.fact("not_for", "Not for", "diagnosis, triage or any other decision about a person");
  section.fact("users", "Users", kForTheAuthor);
  return section;
}

const Json& ReportedParts::section(const char* id) const {
  for (const Json& part : block_.at("sections"))
    if (part.at("id").get<std::string>() == id) return part;
  throw std::runtime_error("making a model card: the report has no section " + std::string(id));
}

void ReportedParts::copy_fact(ReportSection& to, const char* section, const char* fact) const {
  for (const Json& found : this->section(section).at("facts"))
    if (found.at("id").get<std::string>() == fact)
      to.fact(fact, found.at("name").get<std::string>(), found.at("value"));
}

void ReportedParts::copy_facts(ReportSection& to, const char* section) const {
  for (const Json& found : this->section(section).at("facts"))
    to.fact(found.at("id").get<std::string>(), found.at("name").get<std::string>(), found.at("value"));
}

const Json* ReportedParts::table(const char* section, const char* table) const {
  for (const Json& found : this->section(section).at("tables"))
    if (found.at("id").get<std::string>() == table) return &found;
  return nullptr;
}

void ReportedParts::copy_table(ReportSection& to, const char* section, const char* table) const {
  const Json* found = this->table(section, table);
  if (found == nullptr) return;
  ReportTable copy(table, found->at("title").get<std::string>(), found->at("columns").get<std::vector<std::string>>());
  for (const Json& row : found->at("rows")) copy.row({row.begin(), row.end()});
  if (const Json* note = found->find("note")) copy.note(note->get<std::string>());
  to.add(copy);
}

void add_worst_slices(ReportSection& section, const ReportedParts& parts) {
  std::vector<std::pair<std::string, Json>> rows;  // with the column's title
  for (const Json& table : parts.section("slices").at("tables"))
    for (const Json& row : table.at("rows")) rows.emplace_back(table.at("title").get<std::string>(), row);
  std::ranges::stable_sort(
      rows, {}, [](const auto& named) { return std::pair(is_small_row(named.second), auc_of(named.second)); });
  ReportTable worst("slices", "Parts of the evaluated images, the worst AUC first",
                    {"by", "part", "n", "positives", "AUC", "sensitivity", "specificity", "accuracy"});
  for (std::size_t i = 0; i < std::min(rows.size(), kMostCardSlices); ++i) {
    std::string by = rows[i].first;
    if (by.starts_with("By ")) by.erase(0, 3);
    std::vector<Json> cells = {by};
    cells.insert(cells.end(), rows[i].second.begin(), rows[i].second.end());
    worst.row(std::move(cells));
  }
  if (rows.size() > kMostCardSlices)
    worst.note("The " + std::to_string(kMostCardSlices) + " worst of " + std::to_string(rows.size()) +
               " parts; parts with fewer than " + std::to_string(kSmallSlice) + " images, with 1 to " +
               std::to_string(kFewOfGroup - 1) + " of the last class or of the others, or of fewer than " +
               std::to_string(kFewDrawn) + " patients or lesions, are small and come last. All of them: nevus report.");
  if (rows.empty()) worst.note("Nothing that could divide the evaluated images is recorded of them.");
  section.add(worst);
}

}  // namespace app
