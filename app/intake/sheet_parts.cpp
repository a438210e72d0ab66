#include "app/intake/sheet_parts.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <stdexcept>

namespace app {
namespace {

constexpr std::size_t kMostStyles = 65'536;  // as many as a workbook may have
constexpr std::size_t kMostDigits = 64;

std::size_t number_in(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool is_built_in_date(std::size_t format) {
  return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) ||
         (format >= 50 && format <= 58);
}

class StylesHandler final : public XmlHandler {
 public:
  explicit StylesHandler(std::vector<CellStyle>& styles) : styles_(styles) {}

  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "numFmt" && formats_.size() < kMostStyles)
      formats_[number_in(attributes["numFmtId"])] = style_of_format(attributes["formatCode"]);
    in_cells_ = in_cells_ || element == "cellXfs";
    if (in_cells_ && element == "xf" && styles_.size() < kMostStyles) add(number_in(attributes["numFmtId"]));
  }
  void end(std::string_view element) override { in_cells_ = in_cells_ && element != "cellXfs"; }
  void text(std::string_view) override {}

 private:
  void add(std::size_t format) {
    const auto own = formats_.find(format);
    styles_.push_back(own != formats_.end() ? own->second : CellStyle{.is_date = is_built_in_date(format)});
  }

  std::vector<CellStyle>& styles_;
  std::map<std::size_t, CellStyle> formats_;
  bool in_cells_ = false;
};

}  // namespace

// Runs of letters in one text are joined; how a text is spoken (rPh) is no part of it.
class TextsHandler final : public XmlHandler {
 public:
  TextsHandler(SheetTexts& texts, const std::string& name, std::size_t most_bytes)
      : texts_(texts), name_(name), most_bytes_(most_bytes) {}

  void start(std::string_view element, const XmlAttributes&) override {
    if (element == "rPh") spoken_ = true;
    in_text_ = element == "t" && !spoken_;
  }
  void end(std::string_view element) override {
    in_text_ = false;
    if (element == "rPh") spoken_ = false;
    if (element != "si") return;
    texts_.ends_.push_back(texts_.all_.size());
    require_room();
  }
  void text(std::string_view part) override {
    if (!in_text_) return;
    texts_.all_ += part;
    require_room();
  }

 private:
  void require_room() const {
    if (texts_.all_.size() + texts_.ends_.size() * sizeof(std::size_t) > most_bytes_)
      throw std::runtime_error("reading a workbook: its texts take more than " + std::to_string(most_bytes_ >> 20U) +
                               " MB; save the sheet as CSV, which is read row by row: " + name_);
  }

  SheetTexts& texts_;
  const std::string& name_;
  std::size_t most_bytes_;
  bool in_text_ = false, spoken_ = false;
};

SheetTexts::SheetTexts(ByteSource xml, const std::string& name, std::size_t most_bytes) {
  TextsHandler handler(*this, name, most_bytes);
  XmlReader(std::move(xml), handler, name).read_on();
}

std::string_view SheetTexts::at(std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : ends_.at(index - 1);
  return std::string_view(all_).substr(begin, ends_.at(index) - begin);
}

SheetStyles::SheetStyles(ByteSource xml, const std::string& name) {
  StylesHandler handler(styles_);
  XmlReader(std::move(xml), handler, name).read_on();
}

CellStyle style_of_format(std::string_view code) {
  std::string bare;  // without quoted words, colours, languages and escaped signs
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char closing = code[i] == '"' ? '"' : code[i] == '[' ? ']' : '\0';
    if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
      ++i;
    } else if (closing == '\0') {
      bare += code[i];
    } else {
      const std::size_t close = std::min(code.find(closing, i + 1), code.size());
      const std::string_view inside = code.substr(i + 1, close - i - 1);
      if (inside == "h" || inside == "hh" || inside == "mm" || inside == "ss") bare += inside;  // elapsed time
      i = close;
    }
  }
  const bool zeros = bare.size() > 1 && bare.size() <= kMostDigits && bare.find_first_not_of('0') == std::string::npos;
  return {.is_date = bare.find_first_of("yYmMdDhHsS") != std::string::npos, .digits = zeros ? bare.size() : 0};
}

}  // namespace app
