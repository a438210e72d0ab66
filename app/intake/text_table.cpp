#include "app/intake/text_table.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>

#include "app/intake/known_layouts.h"

namespace app {
namespace {

constexpr std::size_t kChunk_bytes = 65536;
constexpr long kMostBrokenQuotes = 20;
constexpr long kSampledRecords = 50;
constexpr long kMostTitleLines = 5;
constexpr std::array kSeparators = {',', ';', '\t'};

std::unique_ptr<std::istream> opened(const std::filesystem::path& file) {
  auto stream = std::make_unique<std::ifstream>(file, std::ios::binary);
  std::error_code unreadable;
  if (!*stream || !std::filesystem::is_regular_file(file, unreadable))
    throw std::runtime_error("reading a table: cannot open it; check the name and the permissions: " + file.string());
  return stream;
}

// A line of nothing, or of nothing but separators.
bool is_blank(std::string_view line) { return trimmed_heading(line).find_first_not_of(",; \t") == std::string::npos; }

// Whether a table of nobody in particular, or of a known set, begins so.
bool is_known_heading(const std::vector<std::string>& fields) {
  const auto is_one = [&](const std::string& picture) { return matches({picture}, fields); };
  return std::ranges::any_of(usual_layout().pictures, is_one) ||
         std::ranges::any_of(known_layouts(), [&](const Layout& layout) { return matches(layout.needs, fields); });
}

std::string fields_text(std::size_t found, std::size_t wanted) {
  return std::string(found < wanted ? "rows with fewer" : "rows with more") + " fields than the heading has";
}

}  // namespace

TextTable::TextTable(const std::filesystem::path& file, bool first_row_is_heading)
    : TextTable(opened(file), utf8_text(file.string()), first_row_is_heading) {}

TextTable::TextTable(std::unique_ptr<std::istream> stream, std::string name, bool first_row_is_heading)
    : stream_(std::move(stream)), name_(std::move(name)), decoder_(*stream_) {
  find_separator();
  read_heading(first_row_is_heading);
}

std::string TextTable::separator() const {
  switch (separator_) {
    case ',': return "comma";
    case ';': return "semicolon";
    case '\t': return "tab";
    default: return "none";
  }
}

// NUL is no character of a table; some programs pad with it.
void TextTable::drop_nuls(std::size_t from) {
  const auto begin = text_.begin() + static_cast<std::ptrdiff_t>(from);
  const auto end = std::remove(begin, text_.end(), '\0');
  nuls_ += text_.end() - end;
  text_.erase(end, text_.end());
}

// Reads on, in steps that grow with what is waiting, so that a long record is not parsed again for every small step.
bool TextTable::fill() {
  if (at_ > 0) {
    text_.erase(0, at_);
    at_ = 0;
  }
  const std::size_t before = text_.size();
  at_end_ = !decoder_.read(text_, std::max(kChunk_bytes, before));
  drop_nuls(before);
  return !at_end_;
}

// The line that opens the quote is left out, and reading goes on with the line after it.
void TextTable::skip_broken_line() {
  const bool quote = record_.open_quote;
  omissions_.add(quote ? "rows with a quote that is not closed" : "rows longer than 4 MB",
                 "line " + std::to_string(line_));
  ++broken_quotes_;
  std::size_t end = text_.find_first_of("\r\n", at_);
  while (end == std::string::npos && !at_end_) {
    at_ = text_.size();
    fill();
    end = text_.find_first_of("\r\n", at_);
  }
  const bool pair = end != std::string::npos && text_.compare(end, 2, "\r\n") == 0;
  at_ = end == std::string::npos ? text_.size() : end + (pair ? 2 : 1);
  ++line_;
  if (broken_quotes_ < kMostBrokenQuotes) return;
  gave_up_ = true;
  omissions_.add("rest of a table with too many broken quotes", "from line " + std::to_string(line_));
}

bool TextTable::read_record() {
  const std::size_t most_fields = columns_.empty() ? kMostColumns : columns_.size();
  while (!gave_up_) {
    if (at_ == text_.size() && (at_end_ || !fill()) && at_ == text_.size()) return false;
    parse_record(std::string_view(text_).substr(at_), at_end_, separator_, most_fields, record_);
    if (record_.complete) break;
    if (!at_end_ && text_.size() - at_ <= kLongestRecord_bytes) {
      fill();
      continue;
    }
    skip_broken_line();
  }
  if (gave_up_) return false;
  record_line_ = line_;
  line_ += record_.line_breaks;
  at_ += record_.length;
  return true;
}

// Behind the line that begins there; 0: it does not end in the text at hand.
std::size_t TextTable::line_end(std::size_t at) const {
  const std::size_t end = text_.find_first_of("\r\n", at);
  if (end == std::string::npos) return at_end_ ? text_.size() : 0;
  return end + (text_.compare(end, 2, "\r\n") == 0 ? 2 : 1);
}

// Whether the line that begins with # is the heading: it has the fields of what follows, and that is none itself.
bool TextTable::heads(std::size_t at, const TableRecord& following, char separator) const {
  TableRecord line;
  parse_record(std::string_view(text_).substr(at, line_end(at) - at), true, separator, kMostColumns, line);
  return line.field_count == following.field_count && !is_known_heading(following.fields);
}

// Where the heading begins: behind blank lines and remarks ("# made in May"). Adds the lines before it.
std::size_t TextTable::heading_at(char separator, long& lines) const {
  std::vector<std::size_t> begins, with_sign;
  std::size_t at = at_;
  for (std::size_t end = line_end(at); at < text_.size() && end > at; end = line_end(at)) {
    const std::string line = trimmed_heading(std::string_view(text_).substr(at, end - at));
    if (line.starts_with('#'))
      with_sign.push_back(at);
    else if (!is_blank(line))
      break;
    begins.push_back(at);
    at = end;
  }
  TableRecord following;
  const bool is_last = at == text_.size();
  parse_record(std::string_view(text_).substr(at), at_end_, separator, kMostColumns, following);
  for (const std::size_t sign : with_sign) {
    if (!is_last && !heads(sign, following, separator)) continue;
    at = sign;
    break;
  }
  lines += std::ranges::count_if(begins, [at](std::size_t begin) { return begin < at; });
  return at;
}

// A title above the heading is known by a heading of more fields below it. Adds the lines before that one.
std::size_t TextTable::below_title(std::size_t at, char separator, long& lines) const {
  TableRecord record;
  std::size_t next = at, most_fields = 0;
  for (long line = 0; line <= kMostTitleLines && next < text_.size(); ++line) {
    const std::size_t end = line_end(next);
    if (end <= next) break;
    parse_record(std::string_view(text_).substr(next, end - next), true, separator, kMostColumns, record);
    if (is_known_heading(record.fields)) {
      if (record.field_count <= most_fields) break;
      lines += line;
      return next;
    }
    most_fields = std::max(most_fields, record.field_count);
    next = end;
  }
  return at;
}

// How many of the first records have as many fields as the heading; 0 where the separator divides nothing.
long TextTable::agreeing_records(char separator) {
  TableRecord record;
  long before = 0;
  std::size_t at = below_title(heading_at(separator, before), separator, before), heading_fields = 0;
  long agreeing = 0, seen = 0;
  while (at < text_.size() && seen < kSampledRecords) {
    parse_record(std::string_view(text_).substr(at), at_end_, separator, 0, record);
    if (!record.complete && !at_end_) break;
    const bool blank = record.field_count == 1;
    if (heading_fields == 0) heading_fields = record.field_count;
    if (heading_fields < 2) return 0;
    if (!blank) ++seen;
    agreeing += record.field_count == heading_fields ? 1 : 0;
    at += std::max<std::size_t>(record.length, 1);
  }
  return agreeing > 0 ? agreeing * static_cast<long>(heading_fields) : static_cast<long>(heading_fields);
}

// "sep=;" as the first line tells a spreadsheet the separator, and us.
bool TextTable::take_separator_line() {
  const std::string_view head = std::string_view(text_).substr(0, 8);
  if (column_key(head.substr(0, 4)) != "sep=" || head.size() < 6) return false;
  const std::size_t end = head.find_first_of("\r\n", 5);
  if (end != 5 || std::ranges::find(kSeparators, head[4]) == kSeparators.end()) return false;
  separator_ = head[4];
  at_ = head.substr(5, 2) == "\r\n" ? 7 : 6;
  ++line_;
  return true;
}

// The separator under which heading and rows agree on the most fields.
void TextTable::find_separator() {
  while (text_.size() < kLongestRecord_bytes / 2 && text_.find_first_of("\r\n") == std::string::npos && fill()) {}
  if (text_.size() < kChunk_bytes) fill();
  if (take_separator_line()) return;
  std::array<long, kSeparators.size()> fit{};
  for (std::size_t i = 0; i < kSeparators.size(); ++i) fit[i] = agreeing_records(kSeparators[i]);
  const auto best = std::ranges::max_element(fit);
  separator_ = *best == 0 ? '\0' : kSeparators[static_cast<std::size_t>(best - fit.begin())];
  if (separator_ == '\0') separator_ = '\x1F';  // divides nothing: NUL bytes are gone and this one is in no text
}

void TextTable::read_heading(bool first_row_is_heading) {
  at_ = heading_at(separator_, line_);
  long title = 0;
  at_ = below_title(at_, separator_, title);
  if (title > 0) omissions_.add("lines above the heading of a table", "line " + std::to_string(line_), title);
  line_ += title;
  do {
    if (!read_record()) return;
  } while (record_.field_count == 1 && trimmed_heading(record_.fields[0]).empty());  // blank lines before the heading
  if (record_.field_count > kMostColumns)
    throw std::runtime_error("reading a table: it has " + std::to_string(record_.field_count) +
                             " columns, more than the " + std::to_string(kMostColumns) +
                             " that are read; leave out what is not needed: " + name_);
  for (std::size_t i = 0; i < record_.field_count; ++i) add_column(first_row_is_heading ? record_.fields[i] : "");
  heading_is_row_ = !first_row_is_heading;
}

// True where the record at hand is a row; what is none is counted.
bool TextTable::accept(TableRow& row) {
  const bool empty = std::ranges::all_of(record_.fields, [](const std::string& field) { return field.empty(); });
  if (empty && record_.field_count == 1) return false;  // a blank line
  const std::string where = "line " + std::to_string(record_line_);
  if (empty && record_.field_count <= columns_.size()) {
    omissions_.add("rows with nothing in them", where);
    return false;
  }
  if (record_.field_count != columns_.size()) {
    omissions_.add(fields_text(record_.field_count, columns_.size()),
                   where + " has " + std::to_string(record_.field_count) + " fields where the heading has " +
                       std::to_string(columns_.size()));
    return false;
  }
  texts_after_quote_ += record_.text_after_quote ? 1 : 0;
  row.line = record_line_;
  row.fields.swap(record_.fields);
  for (std::string& field : row.fields) unguard(field);
  ++rows_;
  return true;
}

bool TextTable::next(TableRow& row) {
  if (std::exchange(heading_is_row_, false) && accept(row)) return true;
  while (!columns_.empty() && read_record()) {
    if (accept(row)) return true;
  }
  return false;
}

std::vector<std::string> TextTable::notes() const {
  std::vector<std::string> notes;
  if (decoder_.is_assumed())
    notes.push_back(name_ + " does not say its encoding and is not valid UTF-8: read as " + encoding());
  if (nuls_ > 0) notes.push_back(std::to_string(nuls_) + " NUL bytes were dropped from " + name_);
  if (guards_ > 0)
    notes.push_back(std::to_string(guards_) + " fields of " + name_ + " lost the TAB that protects = + - @");
  if (texts_after_quote_ > 0)
    notes.push_back(std::to_string(texts_after_quote_) + " rows of " + name_ + " have text behind a closing quote");
  return notes;
}

}  // namespace app
