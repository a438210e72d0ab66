#include "app/table/query_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/text/display_text.h"

namespace app {
namespace {

std::optional<NumberCondition> number_condition(std::string_view word) {
  const std::size_t sign = word.find_first_of("<>");
  if (sign == std::string_view::npos) return std::nullopt;
  const std::string_view column = word.substr(0, sign);
  const auto measure = measure_named(column);
  if (!measure && column != "age") return std::nullopt;
  NumberCondition condition{measure, word[sign] == '<', false, 0};
  std::string_view number = word.substr(sign + 1);
  if (number.starts_with('=')) {
    condition.or_equal = true;
    number.remove_prefix(1);
  }
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), condition.bound);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  return condition;
}

// The next number above stands for "not this one": scores are compared as double.
std::optional<ScoreRange> score_condition(std::string_view word) {
  constexpr double kEndless = std::numeric_limits<double>::infinity();
  if (!word.starts_with("score<") && !word.starts_with("score>")) return std::nullopt;
  const bool below = word[5] == '<', or_equal = word.substr(6).starts_with('=');
  const std::string_view number = word.substr(or_equal ? 7 : 6);
  double bound = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), bound);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  if (below == or_equal) bound = std::nextafter(bound, kEndless);
  return below ? ScoreRange{1, 0, bound} : ScoreRange{1, bound, kEndless};
}

std::optional<WordCondition> word_condition(std::string_view word, const ImageTable& table) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos || table.words(word.substr(0, colon)) == nullptr) return std::nullopt;
  std::string value(word.substr(colon + 1));
  std::erase(value, '"');
  return WordCondition{std::string(word.substr(0, colon)), engine::folded_case(value)};
}

// Up to a space that stands in no quotation marks.
std::string_view first_word(std::string_view typed) {
  bool quoted = false;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (typed[i] == '"') quoted = !quoted;
    if (typed[i] == ' ' && !quoted) return typed.substr(0, i);
  }
  return typed;
}

}  // namespace

std::vector<Row> WordCondition::rows(const ImageTable& table) const {
  std::vector<Row> rows;
  const WordColumn* words = table.words(column);
  if (words == nullptr) return rows;
  std::vector<bool> hit;
  for (std::uint32_t code = 0; code < words->distinct(); ++code) {
    const std::string folded = engine::folded_case(words->word(code));
    hit.push_back(beginning.empty() ? folded.empty() : folded.starts_with(beginning));
  }
  for (Row row = 0; row < table.size(); ++row)
    if (hit[words->code_of(row)]) rows.push_back(row);
  return rows;
}

QueryWords parse_query(std::string_view typed, const ImageTable& table) {
  if (typed.find_first_of("<>:") == std::string_view::npos) return {std::string(typed), {}, {}, {}};
  QueryWords words;
  while (!typed.empty()) {
    const std::string_view word = first_word(typed);
    if (const auto condition = number_condition(word))
      words.conditions.push_back(*condition);
    else if (const auto score = score_condition(word))
      words.scores.push_back(*score);
    else if (auto column = word_condition(word, table))
      words.columns.push_back(std::move(*column));
    else if (!word.empty())
      words.text += (words.text.empty() ? "" : " ") + std::string(word);
    typed.remove_prefix(std::min(word.size() + 1, typed.size()));
  }
  return words;
}

}  // namespace app
