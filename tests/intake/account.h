// What a source says of itself, for expectations. Any thread.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "app/intake/import_source.h"

namespace intake_tests {

// How many were left out for reasons that begin so.
inline long left_out(const app::ImportSource& source, std::string_view reason) {
  long count = 0;
  for (const app::LeftOut& entry : source.left_out)
    if (entry.reason.starts_with(reason)) count += entry.count;
  return count;
}

// Notes, reasons and examples, one a line.
inline std::string text_of(const app::ImportSource& source) {
  std::string text;
  for (const std::string& note : source.notes) text += note + "\n";
  for (const app::LeftOut& entry : source.left_out) {
    text += std::to_string(entry.count) + " " + entry.reason + "\n";
    for (const std::string& example : entry.examples) text += "  " + example + "\n";
  }
  return text;
}

// What was thrown; empty: nothing.
template <typename Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace intake_tests
