// A table as its readers give it, from text (text_table.h) or from a workbook (sheet_table.h): a heading, then rows
// with as many fields as the heading has, one after the other. Ids stay text ("0012"). A TAB that protects a field from
// being read as a formula (before = + - @) is taken off.
//
//   const std::unique_ptr<Table> table = open_table(shelf_table);      shelf.h
//   for (TableRow row; table->next(row);) use(row.fields[table->column("label")]);
//   table->left_out();                       what was not a row, after the last one
//
// One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/intake/omissions.h"

namespace app {

struct TableRow {
  long line = 0;  // of the file or the sheet, from 1
  std::vector<std::string> fields;
};

class Table {
 public:
  static constexpr std::size_t kMostColumns = 20'000;
  static constexpr std::size_t kLongestRecord_bytes = 4UL << 20U;  // a heading of 1 MB fits

  Table() = default;
  virtual ~Table() = default;
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  const std::vector<std::string>& columns() const { return columns_; }
  std::optional<std::size_t> column(std::string_view name) const;  // by name as column_key() sees it

  virtual bool next(TableRow& row) = 0;  // false at the end

  long rows() const { return rows_; }  // given so far
  const std::vector<LeftOut>& left_out() const { return omissions_.list(); }
  virtual std::vector<std::string> notes() const = 0;  // what was changed or assumed on the way

  // In words, for the account: "UTF-8" and "comma"; a workbook has "XLSX, sheet NAME" and no separator.
  virtual std::string encoding() const = 0;
  virtual std::string separator() const { return ""; }

 protected:
  void add_column(std::string_view heading);  // an empty one is called by its place
  void unguard(std::string& field);

  std::vector<std::string> columns_;
  long rows_ = 0, guards_ = 0;
  Omissions omissions_;
};

// A heading as it is compared: lower case, without outer blanks, inner blanks and hyphens as underscores.
std::string column_key(std::string_view heading);
// Without outer blanks of any kind.
std::string trimmed_heading(std::string_view heading);

}  // namespace app
