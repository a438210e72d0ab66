#include "app/intake/table_record.h"

namespace app {
namespace {

class Parser {
 public:
  Parser(std::string_view text, bool at_end, char separator, std::size_t most_fields, TableRecord& record)
      : text_(text), at_end_(at_end), separator_(separator), most_fields_(most_fields), record_(record) {}

  void run() {
    do field();
    while (next_field());
    record_.length = at_;
    record_.fields.resize(record_.field_count < most_fields_ ? record_.field_count : most_fields_);
  }

 private:
  void field() {
    start_field();
    skip_blanks_before_quote();
    if (at_ < text_.size() && text_[at_] == '"') quoted();
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    if (at_ == begin) return;
    record_.text_after_quote = record_.text_after_quote || was_quoted_;
    take(begin, at_);
  }

  void start_field() {
    was_quoted_ = false;
    current_ = nullptr;
    if (record_.field_count < most_fields_) {
      if (record_.fields.size() <= record_.field_count) record_.fields.emplace_back();
      current_ = &record_.fields[record_.field_count];
      current_->clear();
    }
    ++record_.field_count;
  }

  void skip_blanks_before_quote() {
    std::size_t after = at_;
    while (after < text_.size() && text_[after] == ' ') ++after;
    if (after < text_.size() && text_[after] == '"') at_ = after;
  }

  // To behind the closing quote, or to the end of the text.
  void quoted() {
    was_quoted_ = true;
    ++at_;
    while (at_ < text_.size()) {
      const std::size_t begin = at_;
      while (at_ < text_.size() && text_[at_] != '"') {
        const bool breaks = text_[at_] == '\n' || (text_[at_] == '\r' && text_.substr(at_ + 1, 1) != "\n");
        record_.line_breaks += breaks ? 1 : 0;
        ++at_;
      }
      take(begin, at_);
      if (at_ == text_.size()) break;
      ++at_;
      if (at_ == text_.size() || text_[at_] != '"') return;
      take(at_, at_ + 1);
      ++at_;
    }
    record_.open_quote = true;
  }

  void take(std::size_t begin, std::size_t end) {
    if (current_ != nullptr) current_->append(text_.substr(begin, end - begin));
  }

  bool next_field() {
    if (at_ == text_.size()) {
      record_.complete = at_end_ && !record_.open_quote;
      return false;
    }
    if (text_[at_++] == separator_) return true;
    if (text_[at_ - 1] == '\r') {
      if (at_ == text_.size() && !at_end_) return false;  // the line feed of a CRLF may follow
      if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    }
    ++record_.line_breaks;
    record_.complete = true;
    return false;
  }

  std::string_view text_;
  bool at_end_;
  char separator_;
  std::size_t most_fields_;
  TableRecord& record_;
  std::size_t at_ = 0;
  std::string* current_ = nullptr;
  bool was_quoted_ = false;
};

}  // namespace

void parse_record(std::string_view text, bool at_end, char separator, std::size_t most_fields, TableRecord& record) {
  record.field_count = record.length = 0;
  record.line_breaks = 0;
  record.complete = record.open_quote = record.text_after_quote = false;
  Parser(text, at_end, separator, most_fields, record).run();
}

}  // namespace app
