#include "engine/script/script_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace engine {
namespace {

constexpr const char* kBlank = " \t\r";

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

template <typename T>
std::optional<T> parsed(const std::string& word) {
  T value{};
  const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || stop != word.data() + word.size()) return std::nullopt;
  return value;
}

}  // namespace

bool Words::at_end() const { return rest_.find_first_not_of(kBlank) == std::string::npos; }

std::string Words::peek() const {
  const std::string text = trimmed(rest_);
  return text.substr(0, text.find_first_of(kBlank));
}

std::string Words::word() {
  const std::string next = peek();
  if (next.empty()) fail("the line ends too early");
  rest_.erase(0, rest_.find_first_not_of(kBlank) + next.size());
  return next;
}

bool Words::take(const std::string& wanted) {
  if (peek() != wanted) return false;
  word();
  return true;
}

float Words::number() {
  const std::string next = word();
  const std::optional<float> value = parsed<float>(next);
  if (!value || !std::isfinite(*value)) fail("\"" + next + "\" is not a number");
  return *value;
}

int Words::whole_number(int at_least) {
  const std::string next = word();
  const std::optional<int> value = parsed<int>(next);
  if (!value || *value < at_least)
    fail("\"" + next + "\" is not a whole number of at least " + std::to_string(at_least));
  return *value;
}

std::optional<std::string> Words::take_quoted_after(char mark) {
  const std::size_t first = rest_.find_first_not_of(kBlank);
  if (first == std::string::npos || rest_.compare(first, 2, std::string{mark, '"'}) != 0) return std::nullopt;
  const std::size_t last = rest_.find('"', first + 2);
  if (last == std::string::npos) fail("a quote is not closed");
  std::string quoted = rest_.substr(first + 2, last - first - 2);
  rest_.erase(0, last + 1);
  if (!rest_.empty() && std::string(kBlank).find(rest_.front()) == std::string::npos)
    fail("\"" + peek() + "\" follows a quote without a blank");
  return quoted;
}

std::optional<std::string> Words::take_last_after(const std::string& keyword) {
  const std::string text = trimmed(rest_);
  const std::size_t gap = text.find_last_of(kBlank);
  if (gap == std::string::npos || text.back() == '"') return std::nullopt;
  const std::string before = trimmed(text.substr(0, gap));
  const std::size_t start = before.size() - std::min(before.size(), keyword.size());
  const bool whole_word = start == 0 || std::string(kBlank).find(before[start - 1]) != std::string::npos;
  if (before.substr(start) != keyword || !whole_word) return std::nullopt;
  rest_ = before.substr(0, start);
  return text.substr(gap + 1);
}

std::string Words::rest() {
  std::string text = trimmed(rest_);
  if (text.empty()) fail("the line ends too early");
  rest_.clear();
  if (text.front() != '"') return text;
  if (text.size() < 2 || text.back() != '"') fail("a quote is not closed");
  return text.substr(1, text.size() - 2);
}

std::string Words::verbatim_rest() {
  if (rest_.size() < 2) fail("the line ends too early");
  return std::exchange(rest_, "").substr(1);
}

void Words::end() const {
  if (!at_end()) fail("\"" + peek() + "\" is not understood here");
}

void Words::fail(const std::string& problem) const {
  throw ScriptError("line " + std::to_string(number_) + ": " + problem +
                    (usage_.empty() ? "" : "; expected: " + usage_));
}

std::string without_comment(const std::string& line) {
  bool quoted = false, word_begins = true, after_at = false;  // a landmark's quote comes after its @
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && (quoted || word_begins || after_at)) quoted = !quoted;
    after_at = line[i] == '@' && word_begins && !quoted;
    if (line[i] == '#' && word_begins && !quoted) return line.substr(0, i);
    word_begins = std::string(kBlank).find(line[i]) != std::string::npos;
  }
  return line;
}

}  // namespace engine
