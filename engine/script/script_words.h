// One line of a script, taken apart from the left: words, numbers, and at last the rest.
//
//   Words words(12, "wait until run.live == 0");
//   const std::string key = words.word();   // every fault throws a ScriptError with the line and the usage
//
// One thread at a time; the owner decides.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "engine/script/script.h"

namespace engine {

class Words {
 public:
  Words(int line_number, std::string text) : number_(line_number), rest_(std::move(text)) {}

  void expect_usage(std::string usage) { usage_ = std::move(usage); }
  bool at_end() const;
  std::string peek() const;  // "" at the end
  std::string word();
  bool take(const std::string& word);  // only if it is the next one
  float number();
  int whole_number(int at_least);
  std::optional<std::string> take_quoted_after(char mark);                 // @"two words", if it is the next one
  std::optional<std::string> take_last_after(const std::string& keyword);  // "… keyword LAST" at the end of the line
  std::string rest();                                                      // trimmed; quotes around it go
  std::string verbatim_rest();  // all but the one space after the word before
  void end() const;             // throws unless at_end()
  [[noreturn]] void fail(const std::string& problem) const;

 private:
  int number_;
  std::string rest_;
  std::string usage_;
};

// Without a comment: from a # that begins a word outside of quotes.
std::string without_comment(const std::string& line);

}  // namespace engine
