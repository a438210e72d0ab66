#include "app/table/query_words.h"

#include <charconv>
#include <optional>

namespace app {
namespace {

std::optional<MeasureCondition> condition_of(std::string_view word) {
  const std::size_t sign = word.find_first_of("<>");
  if (sign == std::string_view::npos) return std::nullopt;
  const auto measure = measure_named(word.substr(0, sign));
  if (!measure) return std::nullopt;
  MeasureCondition condition{*measure, word[sign] == '<', false, 0};
  std::string_view number = word.substr(sign + 1);
  if (number.starts_with('=')) {
    condition.or_equal = true;
    number.remove_prefix(1);
  }
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), condition.bound);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  return condition;
}

}  // namespace

QueryWords parse_query(std::string_view typed) {
  if (typed.find_first_of("<>") == std::string_view::npos) return {std::string(typed), {}};
  QueryWords words;
  while (!typed.empty()) {
    const std::size_t end = std::min(typed.find(' '), typed.size());
    const std::string_view word = typed.substr(0, end);
    if (const auto condition = condition_of(word))
      words.conditions.push_back(*condition);
    else if (!word.empty())
      words.text += (words.text.empty() ? "" : " ") + std::string(word);
    typed.remove_prefix(std::min(end + 1, typed.size()));
  }
  return words;
}

}  // namespace app
