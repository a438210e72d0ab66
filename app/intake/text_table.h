// The one reader of tables (CSV, TSV, semicolons) by RFC 4180: it finds encoding and separator and says them, streams
// the rows in bounded memory, and leaves out what is no row of the table with its line. Ids stay text ("0012"). A TAB
// that protects a field from being read as a formula (before = + - @) is taken off.
//
//   TextTable table(path);
//   for (TableRow row; table.next(row);) use(row.fields[table.column("label")]);
//   table.left_out();                       what was not a row, after the last one
//
// One thread; owns its stream. Throws std::runtime_error when the file cannot be opened or has more columns than
// kMostColumns; no bytes in it are a reason to throw.
#pragma once

#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/intake/omissions.h"
#include "app/intake/table_record.h"
#include "app/intake/text_encoding.h"

namespace app {

struct TableRow {
  long line = 0;  // of the file, from 1
  std::vector<std::string> fields;
};

class TextTable {
 public:
  static constexpr std::size_t kMostColumns = 20'000;

  // `first_row_is_heading` false: columns are called "column 1", "column 2", …
  explicit TextTable(const std::filesystem::path& file, bool first_row_is_heading = true);
  TextTable(std::unique_ptr<std::istream> stream, std::string name, bool first_row_is_heading = true);

  const std::string& encoding() const { return decoder_.encoding(); }
  bool encoding_is_assumed() const { return decoder_.is_assumed(); }
  const char* separator() const;  // "comma", "semicolon", "tab" or "none" (a single column)
  const std::vector<std::string>& columns() const { return columns_; }
  std::optional<std::size_t> column(std::string_view name) const;  // by name as column_key() sees it

  // The next row with as many fields as there are columns; false at the end. Rows with fewer or more are left out.
  bool next(TableRow& row);

  long rows() const { return rows_; }  // given so far
  const std::vector<LeftOut>& left_out() const { return omissions_.list(); }
  std::vector<std::string> notes() const;  // what was changed or assumed on the way

 private:
  bool read_record();
  bool fill();
  void skip_broken_line();
  void find_separator();
  bool take_separator_line();
  long agreeing_records(char separator);
  void read_heading(bool first_row_is_heading);
  bool accept(TableRow& row);
  void unguard(std::string& field);
  void drop_nuls(std::size_t from);

  std::unique_ptr<std::istream> stream_;
  std::string name_;
  TextDecoder decoder_;
  std::string text_;  // decoded and not yet consumed, from `at_`
  std::size_t at_ = 0;
  bool at_end_ = false;
  bool gave_up_ = false;
  char separator_ = '\0';
  std::vector<std::string> columns_;
  bool heading_is_row_ = false;  // the record at hand is the first row
  TableRecord record_;
  long line_ = 1, record_line_ = 1;
  long rows_ = 0, nuls_ = 0, guards_ = 0, broken_quotes_ = 0, texts_after_quote_ = 0;
  Omissions omissions_;
};

// A heading as it is compared: lower case, without outer blanks, inner blanks and hyphens as underscores.
std::string column_key(std::string_view heading);

}  // namespace app
