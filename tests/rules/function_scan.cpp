#include "tests/rules/function_scan.h"

#include <cctype>
#include <cstddef>
#include <regex>

namespace rules {
namespace {

// The same text with comments, literals and preprocessor lines blanked; lines stay where they are.
class Blanker {
 public:
  explicit Blanker(std::string text) : text_(std::move(text)) {}

  std::string blanked() && {
    while (at_ < text_.size()) step();
    return std::move(text_);
  }

 private:
  bool sees(const char* what) const { return text_.compare(at_, std::char_traits<char>::length(what), what) == 0; }

  void blank_to(std::size_t end) {
    for (; at_ < end && at_ < text_.size(); ++at_)
      if (text_[at_] != '\n') text_[at_] = ' ';
  }

  std::size_t after(const std::string& what, std::size_t from) const {
    const std::size_t found = text_.find(what, from);
    return found == std::string::npos ? text_.size() : found + what.size();
  }

  std::size_t literal_end(char quote) const {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2U : 1U;
    return end + 1;
  }

  std::size_t raw_literal_end() const {
    const std::size_t open = text_.find('(', at_);
    return after(")" + text_.substr(at_ + 2, open - at_ - 2) + "\"", open);
  }

  std::size_t directive_end() const {
    std::size_t end = text_.find('\n', at_);
    while (end != std::string::npos && text_[end - 1] == '\\') end = text_.find('\n', end + 1);
    return end;
  }

  bool begins_line() const {
    const std::size_t before = text_.find_last_not_of(" \t", at_ == 0 ? 0 : at_ - 1);
    return at_ == 0 || before == std::string::npos || text_[before] == '\n';
  }

  bool is_digit_separator() const {
    return at_ > 0 && std::isxdigit(static_cast<unsigned char>(text_[at_ - 1])) != 0 && at_ + 1 < text_.size() &&
           std::isxdigit(static_cast<unsigned char>(text_[at_ + 1])) != 0;
  }

  void step() {
    if (sees("//"))
      blank_to(text_.find('\n', at_));
    else if (sees("/*"))
      blank_to(after("*/", at_ + 2));
    else if (sees("R\""))
      blank_to(raw_literal_end());
    else if (text_[at_] == '"' || (text_[at_] == '\'' && !is_digit_separator()))
      blank_to(literal_end(text_[at_]));
    else if (text_[at_] == '#' && begins_line())
      blank_to(directive_end());
    else
      ++at_;
  }

  std::string text_;
  std::size_t at_ = 0;
};

class Scanner {
 public:
  explicit Scanner(std::string text) : text_(std::move(text)) {}

  std::vector<Function> functions() && {
    for (at_ = 0; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] == '{')
        open();
      else if (text_[at_] == '}' || text_[at_] == ';')
        head_.clear();
      else
        extend();
    }
    return std::move(found_);
  }

 private:
  void extend() {
    const bool blank = std::isspace(static_cast<unsigned char>(text_[at_])) != 0;
    if (blank && head_.empty()) return;
    if (head_.empty()) head_line_ = line_;
    head_ += blank ? ' ' : text_[at_];
    if (head_ == "public:" || head_ == "protected:" || head_ == "private:") head_.clear();
  }

  // What stands before the brace decides: a member's initialiser, a function's body, or a scope to look into.
  void open() {
    static const std::regex initialiser(R"(\)[^;]*:.*[\w>] *$)");
    static const std::regex scope(
        R"(^ *(namespace|class|struct|enum|union|extern|template *<[^>]*> *(class|struct))\b)");
    static const std::regex parameters(R"(\)[^=]*$)");
    if (!std::regex_search(head_, scope) && std::regex_search(head_, initialiser) && !ends_with_qualifier()) {
      skip_block();
      head_ += "{}";
      return;
    }
    if (std::regex_search(head_, scope) || !std::regex_search(head_, parameters)) {
      head_.clear();
      return;
    }
    const Function function{head_, head_line_, 0};
    skip_block();
    found_.push_back(function);
    found_.back().lines = line_ - head_line_ + 1;
    head_.clear();
  }

  bool ends_with_qualifier() const {
    static const std::regex qualifier(R"((const|noexcept|override|final|&&|&) *$)");
    return std::regex_search(head_, qualifier);
  }

  void skip_block() {
    for (int depth = 0; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] == '{') ++depth;
      if (text_[at_] == '}' && --depth == 0) return;
    }
  }

  std::string text_, head_;
  std::size_t at_ = 0;
  int line_ = 1, head_line_ = 1;
  std::vector<Function> found_;
};

}  // namespace

std::vector<Function> functions_of(const std::string& source) { return Scanner(Blanker(source).blanked()).functions(); }

}  // namespace rules
