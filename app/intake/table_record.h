// One record of a table by RFC 4180: fields between separators, quoted where they hold a separator, a quote (doubled)
// or a line break; CR, LF and CRLF end a record. Blanks before an opening quote do not count. Pure function; any
// thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace app {

struct TableRecord {
  std::vector<std::string> fields;  // the first `most_fields`
  std::size_t field_count = 0;      // the true number
  std::size_t length = 0;           // characters of the text, with the line break
  long line_breaks = 0;             // in them
  bool complete = false;            // false: the text ends in mid-record, or in a quote that is not closed
  bool open_quote = false;          // the text ends inside a quoted field
  bool text_after_quote = false;
};

// `at_end`: nothing follows the text, so that its end ends the record. `record` is filled anew; its fields keep their
// memory.
void parse_record(std::string_view text, bool at_end, char separator, std::size_t most_fields, TableRecord& record);

}  // namespace app
