#include "app/report/report_columns.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <initializer_list>
#include <set>
#include <string_view>

#include "app/core/lower_case.h"
#include "app/report/report_block.h"

namespace app {
namespace {

bool holds_any(const std::string& name, std::initializer_list<std::string_view> parts) {
  const std::string lower = in_lower_case(name);
  return std::ranges::any_of(parts, [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

// "study_date", "Study Date" and "StudyDate" have the word date; "candidate" has not.
bool has_word(const std::string& name, std::initializer_list<std::string_view> words) {
  std::set<std::string> found;
  std::string word;
  bool was_lower = false;
  for (const char letter : name + " ") {
    const auto byte = static_cast<unsigned char>(letter);
    if (std::isalpha(byte) == 0 || (was_lower && std::isupper(byte) != 0)) {
      found.insert(in_lower_case(word));
      word.clear();
    }
    if (std::isalpha(byte) != 0) word += letter;
    was_lower = std::islower(byte) != 0;
  }
  return std::ranges::any_of(words, [&](std::string_view each) { return found.contains(std::string(each)); });
}

bool tells_date(const std::string& name) {
  return has_word(name, {"date", "day", "month", "year"}) && !has_word(name, {"birth", "born", "age"});
}

std::vector<std::string> columns_that(const ReportFacts& facts, bool (*tell)(const std::string& name)) {
  std::set<std::string> filled;
  for (const auto& [image, extra] : facts.extra)
    for (const auto& [name, value] : extra)
      if (!value.empty()) filled.insert(name);
  std::erase_if(filled, [&](const std::string& name) { return !tell(name); });
  return {filled.begin(), filled.end()};
}

}  // namespace

std::vector<std::string> skin_tone_columns(const ReportFacts& facts) {
  return columns_that(facts, [](const std::string& name) {
    return holds_any(name, {"fitz", "skin_tone", "skintone", "skin_type", "skin tone", "phototype", "monk"});
  });
}

std::vector<std::string> kind_columns(const ReportFacts& facts) {
  return columns_that(facts, [](const std::string& name) {
    return holds_any(name, {"image_type", "imagetype", "modality", "image type", "acquisition"}) && !tells_date(name);
  });
}

std::vector<std::string> ethnicity_columns(const ReportFacts& facts) {
  return columns_that(facts, [](const std::string& name) {
    return holds_any(name, {"ethnic", "ancestry"}) || has_word(name, {"race"});
  });
}

std::vector<std::string> date_columns(const ReportFacts& facts) { return columns_that(facts, tells_date); }

Json recorded(const ReportFacts& facts, const Shares& shares) {
  const auto missing = shares.find("");
  const std::int64_t all = static_cast<std::int64_t>(facts.data.images.size());
  const std::int64_t with = all - (missing == shares.end() ? 0 : missing->second);
  if (with == 0) return {};
  return shown_value(with) + " of " + shown_value(all) + " images";
}

Json recorded_in(const ReportFacts& facts, const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& column : columns)
    text +=
        (text.empty() ? "" : "; ") + column + " of " + recorded(facts, extra_shares(facts, column)).get<std::string>();
  return text.empty() ? Json() : Json(text);
}

}  // namespace app
