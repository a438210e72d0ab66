// Two ways to hold the texts of a column without a string object a row.
//
//   NameColumn: mostly distinct values (file names): all texts in one block, searched at memory speed.
//   WordColumn: values that recur (site, sex, lesion): one number a row, each text once.
//
// Searching ignores case (engine::folded_case). One thread at a time; the owner decides.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/table/bits.h"

namespace app {

class NameColumn {
 public:
  void reserve(std::size_t rows) { places_.reserve(rows); }
  void push_back(std::string_view text) { places_.push_back(append(text)); }
  void set(Row row, std::string_view text);
  std::string_view operator[](Row row) const {
    return std::string_view(text_).substr(places_[row].at, places_[row].size);
  }
  std::string_view folded(Row row) const { return std::string_view(lower_).substr(places_[row].at, places_[row].size); }
  std::size_t size() const { return places_.size(); }
  // Rows from `first` on whose text contains what is searched (folded), ascending.
  std::vector<Row> find(std::string_view lower, Row first = 0) const;

 private:
  struct Place {
    std::uint32_t at = 0, size = 0;
  };
  Place append(std::string_view text);
  std::vector<Row> find_one_by_one(std::string_view lower, Row first) const;

  std::vector<Place> places_;
  std::string text_, lower_;  // a zero byte ends each name, which no search crosses
  bool in_order_ = true;      // places rise with the rows, which holds until a row is renamed
};

class WordColumn {
 public:
  WordColumn();
  ~WordColumn();
  WordColumn(WordColumn&&) noexcept;
  WordColumn& operator=(WordColumn&&) noexcept;

  void reserve(std::size_t rows) { codes_.reserve(rows); }
  void push_back(std::string_view text) { codes_.push_back(code(text)); }
  void set(Row row, std::string_view text) { codes_[row] = code(text); }
  std::string_view operator[](Row row) const { return words()[codes_[row]]; }
  std::uint32_t code_of(Row row) const { return codes_[row]; }  // equal codes: equal texts; below distinct()
  std::size_t size() const { return codes_.size(); }
  std::size_t distinct() const { return words().size(); }  // texts that are or were in the column
  std::string_view word(std::uint32_t code) const { return words()[code]; }
  std::vector<Row> find(std::string_view lower, Row first = 0) const;
  std::vector<Row> find_beginning(std::string_view lower) const;  // empty: rows without a text

 private:
  struct Dictionary;
  const NameColumn& words() const;
  std::uint32_t code(std::string_view text);

  std::vector<std::uint32_t> codes_;
  std::unique_ptr<Dictionary> dictionary_;
  std::uint32_t last_ = 0;  // neighbouring rows often agree
};

}  // namespace app
