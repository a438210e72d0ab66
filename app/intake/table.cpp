#include "app/intake/table.h"

#include <algorithm>
#include <cctype>

namespace app {

std::string trimmed_heading(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f", kNoBreakSpace = "\xC2\xA0", kMark = "\xEF\xBB\xBF";
  const auto strip_front = [&](std::string_view what) {
    const bool has = text.starts_with(what);
    if (has) text.remove_prefix(what.size());
    return has;
  };
  while (strip_front(kNoBreakSpace) || strip_front(kMark) ||
         (!text.empty() && kBlanks.find(text.front()) != std::string_view::npos && (text.remove_prefix(1), true))) {}
  while (!text.empty() && (kBlanks.find(text.back()) != std::string_view::npos || text.ends_with(kNoBreakSpace)))
    text.remove_suffix(text.ends_with(kNoBreakSpace) ? kNoBreakSpace.size() : 1);
  return std::string(text);
}

std::string column_key(std::string_view heading) {
  std::string key = trimmed_heading(heading);
  std::ranges::transform(key, key.begin(), [](unsigned char c) {
    return c == ' ' || c == '-' ? '_' : static_cast<char>(std::tolower(c));
  });
  return key;
}

std::optional<std::size_t> Table::column(std::string_view name) const {
  const auto found = std::ranges::find(columns_, column_key(name), column_key);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

void Table::add_column(std::string_view heading) {
  std::string name = trimmed_heading(heading);
  columns_.push_back(name.empty() ? "column " + std::to_string(columns_.size() + 1) : std::move(name));
}

void Table::unguard(std::string& field) {
  if (field.size() < 2 || field[0] != '\t' || std::string_view("=+-@").find(field[1]) == std::string_view::npos) return;
  field.erase(0, 1);
  ++guards_;
}

}  // namespace app
