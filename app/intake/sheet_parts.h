// The parts of a workbook that its sheets point to: the texts that are shared by cells, and what is known of a cell by
// its style. Plain values once read; reading is for one thread. Throws std::runtime_error with what is wrong.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/intake/xml_reader.h"

namespace app {

// All texts in one piece of memory.
class SheetTexts {
 public:
  static constexpr std::size_t kMost_bytes = std::size_t{256} << 20U;

  SheetTexts() = default;
  SheetTexts(ByteSource xml, const std::string& name, std::size_t most_bytes = kMost_bytes);

  std::size_t size() const { return ends_.size(); }
  std::string_view at(std::size_t index) const;

 private:
  friend class TextsHandler;

  std::string all_;
  std::vector<std::size_t> ends_;
};

// How a number is shown, as far as it changes what is meant.
struct CellStyle {
  bool is_date = false;
  std::size_t digits = 0;  // at least so many, filled with zeros: "00123"
};

class SheetStyles {
 public:
  SheetStyles() = default;
  SheetStyles(ByteSource xml, const std::string& name);

  CellStyle at(std::size_t index) const { return index < styles_.size() ? styles_[index] : CellStyle{}; }

 private:
  std::vector<CellStyle> styles_;
};

CellStyle style_of_format(std::string_view code);  // "yyyy-mm-dd", "00000", …

}  // namespace app
