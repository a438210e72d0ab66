#include "app/table/query_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "engine/text/display_text.h"

namespace app {
namespace {

constexpr std::string_view kSigns = "<>=:";

bool is_sign(char letter) { return kSigns.find(letter) != std::string_view::npos; }
bool has_sign(std::string_view word) { return word.find_first_of(kSigns) != std::string_view::npos; }

// What may be a condition: "Age", ">=", "60".
struct WordParts {
  std::string column, sign, value;  // the column without quotation marks, a colon or two = as =
};

std::optional<WordParts> parts_of(std::string_view word) {
  const std::size_t sign = word.find_first_of(kSigns);
  if (sign == std::string_view::npos) return std::nullopt;
  WordParts parts{std::string(word.substr(0, sign)), std::string(1, word[sign]), std::string(word.substr(sign + 1))};
  std::erase(parts.column, '"');
  if (parts.sign != ":" && parts.value.starts_with('=')) {
    parts.sign += '=';
    parts.value.erase(0, 1);
  }
  if (parts.sign == ":" || parts.sign == "==") parts.sign = "=";
  return parts;
}

template <class Number>
std::optional<Number> number_in(const std::string& text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<NumberCondition> number_condition(const WordParts& parts) {
  const std::string column = engine::folded_case(parts.column);
  const auto measure = measure_named(column);
  const auto bound = number_in<float>(parts.value);
  if ((!measure && column != "age") || !bound) return std::nullopt;
  return NumberCondition{measure, parts.sign.front() == '<', parts.sign.size() == 2, parts.sign == "=", *bound};
}

// The next number above stands for "not this one": scores are compared as double.
std::optional<ScoreRange> score_condition(const WordParts& parts) {
  constexpr double kEndless = std::numeric_limits<double>::infinity();
  const auto bound = number_in<double>(parts.value);
  if (engine::folded_case(parts.column) != "score" || !bound) return std::nullopt;
  const double above = std::nextafter(*bound, kEndless);
  if (parts.sign == "=") return ScoreRange{1, *bound, above};
  if (parts.sign == "<") return ScoreRange{1, 0, *bound};
  if (parts.sign == "<=") return ScoreRange{1, 0, above};
  return ScoreRange{1, parts.sign == ">" ? above : *bound, kEndless};
}

const WordColumn* column_of(const ImageTable& table, std::string_view name) {
  const WordColumn* words = table.words(name);
  return words != nullptr ? words : table.group_names(name);
}

// As the table calls it.
std::optional<std::string> column_meant(const ImageTable& table, const std::string& typed) {
  const std::string folded = engine::folded_case(typed);
  for (const std::string& name : {typed, folded})
    if (column_of(table, name) != nullptr) return name;
  for (const std::string& name : table.extra().names())
    if (engine::folded_case(name) == folded) return name;
  return std::nullopt;
}

std::optional<WordCondition> word_condition(const WordParts& parts, const ImageTable& table) {
  const auto column = column_meant(table, parts.column);
  if (parts.sign != "=" || !column) return std::nullopt;
  std::string value = parts.value;
  std::erase(value, '"');
  return WordCondition{*column, engine::folded_case(value)};
}

// False: it is none.
bool add_condition(std::string_view word, const ImageTable& table, QueryWords& words) {
  const auto parts = parts_of(word);
  if (!parts) return false;
  if (const auto condition = number_condition(*parts))
    words.conditions.push_back(*condition);
  else if (const auto score = score_condition(*parts))
    words.scores.push_back(*score);
  else if (auto column = word_condition(*parts, table))
    words.columns.push_back(std::move(*column));
  else
    return false;
  return true;
}

void add_text(std::string_view word, QueryWords& words) {
  words.text += (words.text.empty() ? "" : " ") + std::string(word);
  if (has_sign(word)) words.unread.emplace_back(word);
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

std::vector<std::string_view> words_of(std::string_view typed) {
  std::vector<std::string_view> words;
  while (!typed.empty()) {
    const std::string_view word = first_word(typed);
    if (!word.empty()) words.push_back(word);
    typed.remove_prefix(std::min(word.size() + 1, typed.size()));
  }
  return words;
}

// How many words belong together because of a sign between them: "age", ">=", "60".
std::size_t count_together(std::span<const std::string_view> words) {
  std::size_t count = 1;
  if (!has_sign(words[0]) && words.size() > 1 && is_sign(words[1].front())) ++count;
  const bool open = is_sign(words[count - 1].back());
  if (open && words.size() > count && !has_sign(words[count])) ++count;
  return count;
}

std::string joined_by(std::string_view between, std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) (text += text.empty() ? "" : between) += word;
  return text;
}

}  // namespace

std::vector<Row> WordCondition::rows(const ImageTable& table) const {
  const WordColumn* words = column_of(table, column);
  return words == nullptr ? std::vector<Row>() : words->find_beginning(beginning);
}

QueryWords parse_query(std::string_view typed, const ImageTable& table) {
  if (!has_sign(typed)) return {std::string(typed), {}, {}, {}, {}};
  QueryWords words;
  const std::vector<std::string_view> all = words_of(typed);
  for (std::span<const std::string_view> rest = all; !rest.empty();) {
    const auto together = rest.first(count_together(rest));
    if (!add_condition(joined_by("", together), table, words)) add_text(joined_by(" ", together), words);
    rest = rest.subspan(together.size());
  }
  return words;
}

std::string unread_text(const QueryWords& words) {
  if (words.unread.empty()) return {};
  std::string text;
  for (const std::string& word : words.unread) text += (text.empty() ? "\"" : ", \"") + word + "\"";
  return text +
         (words.unread.size() == 1 ? " is no condition, but a text to find" : " are no conditions, but texts to find");
}

}  // namespace app
