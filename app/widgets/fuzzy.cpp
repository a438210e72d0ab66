#include "app/widgets/fuzzy.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace app::widgets {
namespace {

char lower(char letter) { return static_cast<char>(std::tolower(static_cast<unsigned char>(letter))); }

bool starts_word(std::string_view text, std::size_t at) {
  return at == 0 || text[at - 1] == ' ' || text[at - 1] == '-' || text[at - 1] == '_';
}

// Matches greedily from `from`; trying each start keeps "ft" from settling on a poor first letter.
std::optional<int> score_from(std::string_view query, std::string_view text, std::size_t from) {
  int score = 0;
  std::size_t previous = std::string_view::npos;
  std::size_t at = from;
  for (const char letter : query) {
    while (at < text.size() && lower(text[at]) != lower(letter)) ++at;
    if (at == text.size()) return std::nullopt;
    score += 1;
    if (starts_word(text, at)) score += 8;
    if (previous != std::string_view::npos && at == previous + 1) score += 5;
    previous = at++;
  }
  return score - static_cast<int>(std::min<std::size_t>(from, 6)) - static_cast<int>(text.size() / 16);
}

}  // namespace

std::optional<int> fuzzy_score(std::string_view query, std::string_view text) {
  if (query.empty()) return 0;
  std::optional<int> best;
  for (std::size_t from = 0; from < text.size(); ++from) {
    if (lower(text[from]) != lower(query.front())) continue;
    const auto score = score_from(query, text, from);
    if (score && (!best || *score > *best)) best = score;
  }
  return best;
}

}  // namespace app::widgets
