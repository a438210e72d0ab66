// Any bytes as a table: every row has as many fields as the heading, and nothing but a refusal in words is thrown.
#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "app/intake/text_table.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    app::TextTable table(std::make_unique<std::istringstream>(std::string(reinterpret_cast<const char*>(data), size)),
                         "t");
    for (app::TableRow row; table.next(row);)
      if (row.fields.size() != table.columns().size()) std::abort();
  } catch (const std::runtime_error&) {  // refused in words
  }
  return 0;
}
