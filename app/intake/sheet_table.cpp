#include "app/intake/sheet_table.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace app {
namespace {

bool is_filled(const std::string& field) { return !field.empty(); }

}  // namespace

SheetTable::SheetTable(Workbook book, bool first_row_is_heading) : book_(std::move(book)), sheet_(chosen()) {
  sheet_rows_ = std::make_unique<SheetRows>(book_, sheet_, omissions_);
  read_heading(first_row_is_heading);
}

// 2: a heading of several columns with a row below it; 1: anything; 0: nothing.
int SheetTable::weight_of(const Workbook::Sheet& sheet) {
  Omissions unread;
  SheetRows rows(book_, sheet, unread);
  TableRow heading, row;
  if (!rows.next(heading)) return 0;
  return std::ranges::count_if(heading.fields, is_filled) > 1 && rows.next(row) ? 2 : 1;
}

// What somebody has hidden is meant only where nothing else is there.
const Workbook::Sheet& SheetTable::chosen() {
  std::vector<const Workbook::Sheet*> sheets;
  for (const Workbook::Sheet& sheet : book_.sheets())
    if (!sheet.hidden) sheets.push_back(&sheet);
  if (sheets.empty())
    for (const Workbook::Sheet& sheet : book_.sheets()) sheets.push_back(&sheet);
  if (sheets.size() == 1) return *sheets.front();
  int heaviest = 0;
  std::vector<const Workbook::Sheet*> meant;
  for (const Workbook::Sheet* sheet : sheets) {
    const int weight = weight_of(*sheet);
    if (weight > heaviest) meant.clear();
    heaviest = std::max(heaviest, weight);
    if (weight == heaviest) meant.push_back(sheet);
  }
  if (heaviest > 0 && meant.size() > 1)
    throw std::runtime_error("reading a workbook: two of its sheets could be the table, \"" + meant[0]->name +
                             "\" and \"" + meant[1]->name +
                             "\"; save the one that is meant as CSV, or in a workbook of its own: " + book_.name());
  return *meant.front();
}

void SheetTable::read_heading(bool first_row_is_heading) {
  if (!sheet_rows_->next(first_)) return;
  for (const std::string& field : first_.fields) add_column(first_row_is_heading ? field : "");
  heading_is_row_ = !first_row_is_heading;
}

// To the columns that have a heading.
void SheetTable::cut(TableRow& row) {
  if (row.fields.size() > columns_.size()) {
    const auto beyond = row.fields.begin() + static_cast<std::ptrdiff_t>(columns_.size());
    omissions_.add("cells of a sheet to the right of its last heading", "row " + std::to_string(row.line),
                   std::count_if(beyond, row.fields.end(), is_filled));
  }
  row.fields.resize(columns_.size());
}

bool SheetTable::next(TableRow& row) {
  bool found = std::exchange(heading_is_row_, false);
  if (found) row = std::move(first_);
  while (!found && !columns_.empty() && sheet_rows_->next(row)) {
    cut(row);
    found = std::ranges::any_of(row.fields, is_filled);
  }
  if (!found) return false;
  for (std::string& field : row.fields) unguard(field);
  ++rows_;
  return true;
}

std::vector<std::string> SheetTable::notes() const {
  std::vector<std::string> notes = sheet_rows_->notes(book_.name());
  std::string others;
  for (const Workbook::Sheet& sheet : book_.sheets())
    if (sheet.entry != sheet_.entry)
      others += (others.empty() ? "" : ", ") + sheet.name + (sheet.hidden ? " (hidden)" : "");
  if (!others.empty()) notes.push_back("sheets of " + book_.name() + " that were not read: " + others);
  if (guards_ > 0)
    notes.push_back(std::to_string(guards_) + " fields of " + book_.name() + " lost the TAB that protects = + - @");
  return notes;
}

}  // namespace app
