// The reader of tables that are text (CSV, TSV, semicolons) by RFC 4180: it finds encoding and separator and says them,
// streams the rows in bounded memory, and leaves out what is no row of the table with its line. Blank lines and remarks
// ("# …") before the heading are none; a title above a heading that is known is left out.
//
//   TextTable table(path);                  then as table.h says
//
// One thread; owns its stream. Throws std::runtime_error when the file cannot be opened or has more columns than
// kMostColumns; no bytes in it are a reason to throw.
#pragma once

#include <filesystem>
#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "app/intake/table.h"
#include "app/intake/table_record.h"
#include "app/intake/text_encoding.h"

namespace app {

class TextTable final : public Table {
 public:
  // `first_row_is_heading` false: columns are called "column 1", "column 2", …
  explicit TextTable(const std::filesystem::path& file, bool first_row_is_heading = true);
  TextTable(std::unique_ptr<std::istream> stream, std::string name, bool first_row_is_heading = true);

  std::string encoding() const override { return decoder_.encoding(); }
  bool encoding_is_assumed() const { return decoder_.is_assumed(); }
  std::string separator() const override;  // "comma", "semicolon", "tab" or "none" (a single column)

  // Rows with fewer or more fields than there are columns are left out.
  bool next(TableRow& row) override;

  std::vector<std::string> notes() const override;

 private:
  bool read_record();
  bool fill();
  void skip_broken_line();
  void find_separator();
  bool take_separator_line();
  std::size_t line_end(std::size_t at) const;
  bool heads(std::size_t at, const TableRecord& following, char separator) const;
  std::size_t heading_at(char separator, long& lines) const;
  std::size_t below_title(std::size_t at, char separator, long& lines) const;
  long agreeing_records(char separator);
  void read_heading(bool first_row_is_heading);
  bool accept(TableRow& row);
  void drop_nuls(std::size_t from);

  std::unique_ptr<std::istream> stream_;
  std::string name_;
  TextDecoder decoder_;
  std::string text_;  // decoded and not yet consumed, from `at_`
  std::size_t at_ = 0;
  bool at_end_ = false;
  bool gave_up_ = false;
  char separator_ = '\0';
  bool heading_is_row_ = false;  // the record at hand is the first row
  TableRecord record_;
  long line_ = 1, record_line_ = 1;
  long nuls_ = 0, broken_quotes_ = 0, texts_after_quote_ = 0;
};

}  // namespace app
