// The reader of tables in workbooks (XLSX): the only sheet, or the only one with a heading and a row below it; where
// two could be meant it refuses with both named. Rows are streamed; the texts that cells share are held, bounded.
//
//   SheetTable table(Workbook(path));       then as table.h says
//
// One thread; owns the workbook. Throws std::runtime_error with what is wrong.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/intake/sheet_rows.h"
#include "app/intake/table.h"
#include "app/intake/workbook.h"

namespace app {

class SheetTable final : public Table {
 public:
  // `first_row_is_heading` false: columns are called "column 1", "column 2", …
  explicit SheetTable(Workbook book, bool first_row_is_heading = true);

  std::string encoding() const override { return "XLSX, sheet " + sheet_.name; }

  // Shorter rows are filled up; cells without a heading above them are left out.
  bool next(TableRow& row) override;

  std::vector<std::string> notes() const override;

 private:
  const Workbook::Sheet& chosen();
  int weight_of(const Workbook::Sheet& sheet);
  void read_heading(bool first_row_is_heading);
  void cut(TableRow& row);

  Workbook book_;
  Workbook::Sheet sheet_;
  std::unique_ptr<SheetRows> sheet_rows_;
  TableRow first_;
  bool heading_is_row_ = false;
};

}  // namespace app
