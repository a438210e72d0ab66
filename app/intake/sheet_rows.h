// The rows of one sheet, as text, one after the other: shared and own texts, numbers as they are stored, TRUE and FALSE
// as "true" and "false", formulas by the value that was stored with them. Rows with nothing in them are passed over,
// and cells stand in the column that their name says. One thread; the workbook must outlive it, and nothing else may be
// read out of it meanwhile. Throws std::runtime_error with what is wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/intake/table.h"
#include "app/intake/workbook.h"

namespace app {

class SheetRows final : private XmlHandler {
 public:
  static constexpr std::size_t kMostColumns = 16'384;  // as many as a sheet may have

  SheetRows(Workbook& book, const Workbook::Sheet& sheet, Omissions& omissions);

  bool next(TableRow& row);  // fields to the last cell that is there; false at the end

  std::vector<std::string> notes(const std::string& table) const;  // after the last row

 private:
  struct Cell {
    std::string name, type, text;
    std::size_t column = 0, style = 0;
    bool has_formula = false, has_value = false;
  };

  void start(std::string_view element, const XmlAttributes& attributes) override;
  void end(std::string_view element) override;
  void text(std::string_view part) override;

  void start_row(const XmlAttributes& attributes);
  void start_cell(const XmlAttributes& attributes);
  void end_cell();
  void end_row();
  std::string value();
  std::string number();

  const SheetTexts& texts_;
  const SheetStyles& styles_;
  Omissions& omissions_;
  std::string name_;
  XmlReader xml_;
  std::vector<std::string> cells_;
  Cell cell_;
  std::size_t next_column_ = 0, row_bytes_ = 0;
  long line_ = 0;
  bool in_rows_ = false, in_text_ = false, spoken_ = false, row_hidden_ = false;
  long dates_ = 0, filled_ = 0, merged_ = 0, hidden_ = 0;
};

}  // namespace app
