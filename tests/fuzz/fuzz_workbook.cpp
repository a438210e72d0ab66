// Any bytes as a workbook: rows as wide as the heading, or a refusal in words.
#include <cstdlib>
#include <span>
#include <stdexcept>

#include "app/intake/sheet_table.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto bytes = std::as_bytes(std::span(data, size));
    app::SheetTable table(app::Workbook({bytes.begin(), bytes.end()}, "fuzz.xlsx"));
    for (app::TableRow row; table.next(row);)
      if (row.fields.size() != table.columns().size()) std::abort();
    table.notes();
  } catch (const std::runtime_error&) {  // refused in words
  }
  return 0;
}
