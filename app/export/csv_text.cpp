#include "app/export/csv_text.h"

#include <charconv>
#include <cmath>

namespace app {
namespace {

bool is_number(std::string_view text) {
  double value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

}  // namespace

CsvText::CsvText(const std::vector<std::string>& heading) {
  for (const std::string& name : heading) text(name);
  end_row();
}

CsvText& CsvText::text(std::string_view value) {
  const bool formula = !value.empty() && std::string_view("=+-@").find(value.front()) != std::string_view::npos;
  if (formula && !is_number(value))
    field("\t" + std::string(value));
  else
    field(value);
  return *this;
}

CsvText& CsvText::number(std::int64_t value) {
  field(std::to_string(value));
  return *this;
}

CsvText& CsvText::real(std::optional<double> value) {
  if (!value || !std::isfinite(*value)) {
    field("");
    return *this;
  }
  char digits[40];
  std::string text(digits, std::to_chars(digits, digits + sizeof digits, *value).ptr);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  field(text);
  return *this;
}

CsvText& CsvText::end_row() {
  written_ += "\r\n";
  begun_ = false;
  ++rows_;
  return *this;
}

void CsvText::field(std::string_view value) {
  if (begun_) written_ += ',';
  begun_ = true;
  const bool outer_space = !value.empty() && (value.front() == ' ' || value.back() == ' ');
  if (!outer_space && value.find_first_of(",\"\r\n") == std::string_view::npos) {
    written_ += value;
    return;
  }
  written_ += '"';
  for (const char letter : value) {
    if (letter == '"') written_ += '"';
    written_ += letter;
  }
  written_ += '"';
}

}  // namespace app
