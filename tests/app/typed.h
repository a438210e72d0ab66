// A verb of the command line as it is typed, without a process of its own.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "app/cli/verb.h"

namespace test_support {

// Throws what the verb throws; "not understood" for what cannot be parsed.
inline app::cli::Outcome typed(void (*add)(app::cli::CommandLine&), std::vector<std::string> words) {
  app::cli::CommandLine line("", "");
  add(line);
  words.insert(words.begin(), "nevus");
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  if (line.parse(static_cast<int>(arguments.size()), arguments.data())) throw std::runtime_error("not understood");
  return line.run();
}

// What it says that it does not do; empty: it did.
inline std::string refused(void (*add)(app::cli::CommandLine&), std::vector<std::string> words) {
  try {
    typed(add, std::move(words));
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace test_support
