// A table as RFC 4180 text: CRLF, quotes where they are needed. Safe to open in a spreadsheet: a text that would be
// taken for a formula (it begins with = + - or @ and is no number) gets a TAB before it, which an import takes away
// again.
//
//   CsvText csv({"path", "label"});
//   csv.text(path).text("mel").end_row();
//
// Bytes that are no UTF-8 stay as they are, so that a path comes back as it was. One thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app {

class CsvText {
 public:
  explicit CsvText(const std::vector<std::string>& heading);

  CsvText& text(std::string_view value);
  CsvText& number(std::int64_t value);
  CsvText& real(std::optional<double> value);  // absent and not finite: empty; always with a point or an exponent
  CsvText& end_row();

  const std::string& written() const { return written_; }
  long rows() const { return rows_; }  // without the heading

 private:
  void field(std::string_view value);

  std::string written_;
  bool begun_ = false;
  long rows_ = -1;
};

}  // namespace app
