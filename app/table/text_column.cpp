#include "app/table/text_column.h"

#include <limits>
#include <stdexcept>
#include <unordered_set>

#include <string.h>

#include "engine/text/display_text.h"

namespace app {
NameColumn::Place NameColumn::append(std::string_view text) {
  if (text_.size() + text.size() >= std::numeric_limits<std::uint32_t>::max())
    throw std::length_error("reading the images: the texts of a column fill more than 4 GB");
  const Place place{static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(text.size())};
  text_.append(text).push_back('\0');
  lower_.append(engine::folded_case(text)).push_back('\0');
  return place;
}

void NameColumn::set(Row row, std::string_view text) {
  if ((*this)[row] == text) return;
  places_[row] = append(text);
  in_order_ = false;
}

std::vector<Row> NameColumn::find_one_by_one(std::string_view lower, Row first) const {
  std::vector<Row> rows;
  for (Row row = first; row < places_.size(); ++row) {
    if (folded(row).find(lower) != std::string_view::npos) rows.push_back(row);
  }
  return rows;
}

std::vector<Row> NameColumn::find(std::string_view lower, Row first) const {
  if (!in_order_) return find_one_by_one(lower, first);
  // One search through all names; a hit ends its row.
  std::vector<Row> rows;
  Row row = first;
  while (row < places_.size()) {
    const std::size_t at = places_[row].at;
    const void* hit = memmem(lower_.data() + at, lower_.size() - at, lower.data(), lower.size());
    if (hit == nullptr) break;
    const auto place = static_cast<std::size_t>(static_cast<const char*>(hit) - lower_.data());
    while (row + 1 < places_.size() && places_[row + 1].at <= place) ++row;
    rows.push_back(row++);
  }
  return rows;
}

// Each text once; found again by a hash of what lies in the block.
struct WordColumn::Dictionary {
  struct Hash {
    using is_transparent = void;
    const NameColumn* words;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    std::size_t operator()(std::uint32_t code) const { return (*this)((*words)[code]); }
  };
  struct Same {
    using is_transparent = void;
    const NameColumn* words;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
    bool operator()(std::string_view text, std::uint32_t code) const { return (*words)[code] == text; }
    bool operator()(std::uint32_t code, std::string_view text) const { return (*words)[code] == text; }
  };
  NameColumn words;
  std::unordered_set<std::uint32_t, Hash, Same> codes{16, Hash{&words}, Same{&words}};
};

WordColumn::WordColumn() : dictionary_(std::make_unique<Dictionary>()) {}
WordColumn::~WordColumn() = default;
WordColumn::WordColumn(WordColumn&&) noexcept = default;
WordColumn& WordColumn::operator=(WordColumn&&) noexcept = default;

const NameColumn& WordColumn::words() const { return dictionary_->words; }

std::uint32_t WordColumn::code(std::string_view text) {
  NameColumn& words = dictionary_->words;
  if (last_ < words.size() && words[last_] == text) return last_;
  const auto found = dictionary_->codes.find(text);
  if (found != dictionary_->codes.end()) return last_ = *found;
  last_ = static_cast<std::uint32_t>(words.size());
  words.push_back(text);
  dictionary_->codes.insert(last_);
  return last_;
}

std::vector<Row> WordColumn::find(std::string_view lower, Row first) const {
  const std::vector<Row> hits = words().find(lower);
  std::vector<Row> rows;
  if (hits.empty()) return rows;
  std::vector<bool> hit(words().size());
  for (const std::uint32_t code : hits) hit[code] = true;
  for (Row row = first; row < codes_.size(); ++row) {
    if (hit[codes_[row]]) rows.push_back(row);
  }
  return rows;
}

std::vector<Row> WordColumn::find_beginning(std::string_view lower) const {
  std::vector<bool> hit;
  for (std::uint32_t code = 0; code < words().size(); ++code)
    hit.push_back(lower.empty() ? words()[code].empty() : words().folded(code).starts_with(lower));
  std::vector<Row> rows;
  for (Row row = 0; row < codes_.size(); ++row)
    if (hit[codes_[row]]) rows.push_back(row);
  return rows;
}

}  // namespace app
