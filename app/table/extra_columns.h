// What the index said of images beyond the columns that every set has: skin tone, device, hospital. A column is there
// as long as its values recur; one with more distinct values than can be looked through (names, ids) is dropped.
//
//   ExtraColumns extra;
//   extra.set(row, "fitzpatrick", "IV");
//   if (const WordColumn* column = extra.find("fitzpatrick")) (*column)[row]
//
// One thread at a time; the owner decides. Owns its columns.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/table/text_column.h"

namespace app {

using ExtraFields = std::vector<std::pair<std::string, std::string>>;  // name, value; empty: not recorded

class ExtraColumns {
 public:
  static constexpr std::size_t kMostValues = 1000;

  void grow(std::size_t rows);
  void set(Row row, const ExtraFields& fields);  // in place of what was recorded of the row
  const WordColumn* find(std::string_view name) const;
  std::vector<std::string> names() const;
  std::size_t rows() const { return rows_; }

 private:
  void put(Row row, const std::string& name, const std::string& value);

  std::size_t rows_ = 0;
  std::map<std::string, WordColumn, std::less<>> columns_;
  std::set<std::string, std::less<>> dropped_;
};

}  // namespace app
