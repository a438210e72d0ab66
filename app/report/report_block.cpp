#include "app/report/report_block.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/core/number_text.h"

namespace app {
namespace {

std::string shown_real(double value) {
  char text[48];
  std::snprintf(text, sizeof text, std::abs(value) >= 1000 ? "%.0f" : "%.3f", value);
  return text;
}

std::string shown_number(const Json& value) {
  return value.is_integer() ? grouped(value.get<std::int64_t>()) : shown_real(value.get<double>());
}

std::string shown_list(const Json& list) {
  std::string text;
  for (const Json& element : list) text += (text.empty() ? "" : ", ") + shown_value(element);
  return text.empty() ? "none" : text;
}

std::string shown_interval(const Json& value) {
  const Json* low = value.find("low");
  if (low == nullptr || low->is_null()) return shown_value(value.at("value"));
  return shown_value(value.at("value")) + " (95 % " + shown_value(*low) + " to " + shown_value(value.at("high")) + ")";
}

}  // namespace

Json interval(double value, std::optional<double> low, std::optional<double> high) {
  return {{"value", value}, {"low", Json(low)}, {"high", Json(high)}};
}

Json defined(const std::optional<double>& value) { return value ? Json(*value) : Json(kNotDefined); }

std::string shown_value(const Json& value) {
  if (value.is_null()) return kNotRecorded;
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_number()) return shown_number(value);
  if (value.is_array()) return shown_list(value);
  if (value.is_object()) return shown_interval(value);
  return value.get<std::string>();
}

std::string share_text(std::int64_t some, std::int64_t all) {
  char text[48];
  std::snprintf(text, sizeof text, "%.1f %%",
                100 * static_cast<double>(some) / static_cast<double>(std::max<std::int64_t>(all, 1)));
  return text;
}

ReportTable::ReportTable(const std::string& id, const std::string& title, const std::vector<std::string>& columns)
    : json_{{"id", id}, {"title", title}, {"columns", columns}, {"rows", Json::array()}} {}

void ReportTable::row(std::vector<Json> cells) { json_["rows"].push_back(Json(cells)); }

ReportSection::ReportSection(const std::string& id, const std::string& title, const std::string& text)
    : json_{{"id", id}, {"title", title}, {"text", text}, {"facts", Json::array()}, {"tables", Json::array()}} {}

void ReportSection::fact(const std::string& id, const std::string& name, Json value) {
  json_["facts"].push_back(Json{{"id", id}, {"name", name}, {"value", std::move(value)}});
}

const Json* find_fact(const Json& block, const std::string& section, const std::string& fact) {
  for (const Json& part : block.at("sections")) {
    if (part.at("id").get<std::string>() != section) continue;
    for (const Json& found : part.at("facts"))
      if (found.at("id").get<std::string>() == fact) return &found.at("value");
  }
  return nullptr;
}

}  // namespace app
