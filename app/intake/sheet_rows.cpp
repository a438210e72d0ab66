#include "app/intake/sheet_rows.h"

#include <charconv>
#include <stdexcept>

namespace app {
namespace {

constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

template <typename Number>
Number number_in(std::string_view text, Number otherwise) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return text.empty() || error != std::errc() || end != text.data() + text.size() ? otherwise : number;
}

// "C5" is column 2; kNoColumn where it has no letters, or too many.
std::size_t column_of(std::string_view cell) {
  constexpr std::size_t kMostLetters = 3, kLetters = 26;
  std::size_t column = 0, letters = 0;
  for (const char c : cell) {
    const char upper = static_cast<char>(c & ~0x20);
    if (upper < 'A' || upper > 'Z' || ++letters > kMostLetters) break;
    column = column * kLetters + static_cast<std::size_t>(upper - 'A') + 1;
  }
  return letters == 0 || letters > kMostLetters ? kNoColumn : column - 1;
}

void add_note(std::vector<std::string>& notes, long count, const std::string& text) {
  if (count > 0) notes.push_back(std::to_string(count) + " " + text);
}

}  // namespace

SheetRows::SheetRows(Workbook& book, const Workbook::Sheet& sheet, Omissions& omissions)
    : texts_(book.texts()),
      styles_(book.styles()),
      omissions_(omissions),
      name_(book.name() + ", sheet " + sheet.name),
      xml_(book.part(sheet.entry), *this, name_) {}

bool SheetRows::next(TableRow& row) {
  if (!xml_.read_on()) return false;
  row.line = line_;
  row.fields.swap(cells_);
  return true;
}

void SheetRows::start(std::string_view element, const XmlAttributes& attributes) {
  if (element == "sheetData") in_rows_ = true;
  if (element == "mergeCell") ++merged_;
  if (!in_rows_) return;
  if (element == "row") start_row(attributes);
  if (element == "c") start_cell(attributes);
  if (element == "rPh") spoken_ = true;
  cell_.has_formula = cell_.has_formula || element == "f";
  in_text_ = element == "v" || (element == "t" && !spoken_);
  cell_.has_value = cell_.has_value || in_text_;
}

void SheetRows::text(std::string_view part) {
  if (!in_text_) return;
  row_bytes_ += part.size();
  if (row_bytes_ <= Table::kLongestRecord_bytes) cell_.text += part;
}

void SheetRows::end(std::string_view element) {
  in_text_ = false;
  if (!in_rows_) return;
  if (element == "sheetData") in_rows_ = false;
  if (element == "rPh") spoken_ = false;
  if (element == "c") end_cell();
  if (element == "row") end_row();
}

void SheetRows::start_row(const XmlAttributes& attributes) {
  cells_.clear();
  next_column_ = row_bytes_ = 0;
  line_ = number_in<long>(attributes["r"], line_ + 1);
  row_hidden_ = attributes["hidden"] == "1" || attributes["hidden"] == "true";
}

void SheetRows::start_cell(const XmlAttributes& attributes) {
  cell_ = {.name = std::string(attributes["r"]), .type = std::string(attributes["t"])};
  cell_.style = number_in<std::size_t>(attributes["s"], 0);
  cell_.column = cell_.name.empty() ? next_column_ : column_of(cell_.name);
  if (cell_.column >= kMostColumns)
    throw std::runtime_error("reading a workbook: a cell is called \"" + cell_.name.substr(0, 20) +
                             "\", which is no place of a sheet; save it as CSV: " + name_);
  next_column_ = cell_.column + 1;
}

void SheetRows::end_cell() {
  if (row_bytes_ > Table::kLongestRecord_bytes) return;
  std::string text = value();
  if (text.empty()) return;
  if (cells_.size() <= cell_.column) cells_.resize(cell_.column + 1);
  cells_[cell_.column] = std::move(text);
}

void SheetRows::end_row() {
  if (row_bytes_ > Table::kLongestRecord_bytes) {
    omissions_.add("rows longer than 4 MB", "row " + std::to_string(line_));
    return;
  }
  if (cells_.empty()) return;
  hidden_ += row_hidden_ ? 1 : 0;
  xml_.pause();
}

std::string SheetRows::value() {
  // A formula that gives an empty text says that it is a text.
  if (cell_.has_formula && cell_.text.empty() && (!cell_.has_value || cell_.type != "str")) {
    omissions_.add("formulas without a stored value, read as empty: open the workbook and save it", cell_.name);
    return "";
  }
  if (cell_.type == "s" && cell_.has_value) {
    const auto index = number_in<std::size_t>(cell_.text, texts_.size());
    if (index >= texts_.size())
      throw std::runtime_error("reading a workbook: cell " + cell_.name +
                               " points to a text that is not there; check that it was copied whole: " + name_);
    const std::string_view shared = texts_.at(index);
    row_bytes_ += shared.size();
    return row_bytes_ <= Table::kLongestRecord_bytes ? std::string(shared) : "";
  }
  if (cell_.type == "b" && cell_.has_value) return cell_.text == "1" || cell_.text == "true" ? "true" : "false";
  if (cell_.type == "e") {
    omissions_.add("cells with an error of the sheet, read as empty", cell_.name + " " + cell_.text);
    return "";
  }
  const bool is_number = cell_.type.empty() || cell_.type == "n";
  return is_number ? number() : std::move(cell_.text);
}

// As it is stored; a number that is shown with leading zeros is an id and gets them.
std::string SheetRows::number() {
  const CellStyle style = styles_.at(cell_.style);
  if (cell_.text.empty()) return "";
  dates_ += style.is_date ? 1 : 0;
  const bool whole = cell_.text.find_first_not_of("0123456789") == std::string::npos;
  if (!whole || cell_.text.size() >= style.digits) return std::move(cell_.text);
  ++filled_;
  return std::string(style.digits - cell_.text.size(), '0') + cell_.text;
}

std::vector<std::string> SheetRows::notes(const std::string& table) const {
  std::vector<std::string> notes;
  add_note(notes, dates_, "dates of " + table + " stay the numbers that are stored (days, not a calendar's date)");
  add_note(notes, filled_, "numbers of " + table + " got the leading zeros with which the sheet shows them");
  add_note(notes, hidden_, "rows of " + table + " are hidden in the sheet and were read like the others");
  add_note(notes, merged_, "joined fields of " + table + " have a value in their first cell only");
  return notes;
}

}  // namespace app
