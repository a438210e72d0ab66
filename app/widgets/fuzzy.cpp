#include "app/widgets/fuzzy.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "engine/text/display_text.h"
#include "engine/text/utf8.h"

namespace app::widgets {
namespace {

// Letter by letter, whatever their case and however accents are written.
std::u32string letters_of(std::string_view text) {
  const std::string folded = engine::folded_case(engine::composed(text));
  std::u32string letters;
  for (std::size_t at = 0; at < folded.size();) letters.push_back(engine::next_code(folded, at));
  return letters;
}

bool starts_word(std::u32string_view text, std::size_t at) {
  return at == 0 || text[at - 1] == ' ' || text[at - 1] == '-' || text[at - 1] == '_';
}

// Matches greedily from `from`; trying each start keeps "ft" from settling on a poor first letter.
std::optional<int> score_from(std::u32string_view query, std::u32string_view text, std::size_t from) {
  int score = 0;
  std::size_t previous = std::u32string_view::npos;
  std::size_t at = from;
  for (const char32_t letter : query) {
    while (at < text.size() && text[at] != letter) ++at;
    if (at == text.size()) return std::nullopt;
    score += 1;
    if (starts_word(text, at)) score += 8;
    if (previous != std::u32string_view::npos && at == previous + 1) score += 5;
    previous = at++;
  }
  return score - static_cast<int>(std::min<std::size_t>(from, 6)) - static_cast<int>(text.size() / 16);
}

}  // namespace

std::optional<int> fuzzy_score(std::string_view wanted, std::string_view where) {
  if (wanted.empty()) return 0;
  const std::u32string query = letters_of(wanted), text = letters_of(where);
  std::optional<int> best;
  for (std::size_t from = 0; from < text.size(); ++from) {
    if (text[from] != query.front()) continue;
    const auto score = score_from(query, text, from);
    if (score && (!best || *score > *best)) best = score;
  }
  return best;
}

}  // namespace app::widgets
