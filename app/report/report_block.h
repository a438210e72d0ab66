// Writes the block of a report: sections of facts and tables, each value with a name that stays.
//
//   ReportSection results("results", "Results");
//   results.fact("auc", "AUC", interval(0.87, 0.81, 0.92));
//   results.table("per_class", "Each class", {"class", "n"}).row({"mel", 12});
//   block["sections"].push_back(results.json());
//
// A value is a number, a text, a list, an interval, or null: not recorded. For this folder. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/core/json.h"

namespace app {

inline constexpr const char* kNotRecorded = "not recorded";
inline constexpr const char* kForTheAuthor = "for the author";
inline constexpr const char* kNotDefined = "not defined";  // a denominator of 0, one class only

Json interval(double value, std::optional<double> low, std::optional<double> high);
Json defined(const std::optional<double>& value);  // or "not defined"

// A value as people read it: "5,984", "0.873 (95 % 0.812 to 0.921)", "not recorded".
std::string shown_value(const Json& value);
std::string share_text(std::int64_t some, std::int64_t all);  // "68.7 %"

class ReportTable {
 public:
  ReportTable(const std::string& id, const std::string& title, const std::vector<std::string>& columns);
  void row(std::vector<Json> cells);
  void note(const std::string& text) { json_["note"] = text; }
  const Json& json() const { return json_; }

 private:
  Json json_;
};

class ReportSection {
 public:
  ReportSection(const std::string& id, const std::string& title, const std::string& text = "");
  void fact(const std::string& id, const std::string& name, Json value);
  void add(const ReportTable& table) { json_["tables"].push_back(table.json()); }
  const Json& json() const { return json_; }

 private:
  Json json_;
};

// The value of a fact, "results.auc"; null where there is none.
const Json* find_fact(const Json& block, const std::string& section, const std::string& fact);

}  // namespace app
