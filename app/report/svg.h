// Writes the elements of a drawing: text as text, every colour by a token that a style sheet may repaint. Lengths are
// CSS pixels (1/96 of an inch).
//
//   Svg svg;
//   svg.line({0, 0}, {100, 0}, {ink(InkName::Axis), 1});
//   svg.text({50, 20}, "epoch", {.size_px = 11, .anchor = Anchor::Middle});
//
// One thread at a time. For this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/report/figure_palette.h"

namespace app {

struct Place {
  double x = 0, y = 0;
};
struct Area {
  double x = 0, y = 0, width = 0, height = 0;
  double right() const { return x + width; }
  double bottom() const { return y + height; }
};

struct Pen {
  const Ink& ink;
  double width_px = 1;
  bool dashed = false;
};

enum class Anchor { Start, Middle, End };
struct TextLook {
  double size_px = 11;
  bool bold = false;
  InkName ink = InkName::Text;
  Anchor anchor = Anchor::Start;
  bool upwards = false;  // turned by a quarter
};

class Svg {
 public:
  void line(Place from, Place to, const Pen& pen);
  void path(const std::vector<Place>& points, const Pen& pen);
  void box(const Area& area, const Ink& fill, double opacity = 1, double radius_px = 0);
  void frame(const Area& area, const Pen& pen, double radius_px = 0);
  void dot(Place middle, double radius_px, const Ink& fill, double opacity = 1);
  void text(Place at, std::string_view words, const TextLook& look);
  void begin_clip(const std::string& id, const Area& area);
  void end_clip();

  const std::string& written() const { return written_; }

 private:
  std::string written_;
};

std::string svg_number(double value);               // two decimals at most, with a point whatever the locale
std::string escaped_markup(std::string_view text);  // for text and for attributes in quotes

// About how wide the words are; a little more than less, because another font may be there in place of ours.
double text_width_px(std::string_view words, double size_px, bool bold = false);
std::vector<std::string> wrapped_text(std::string_view words, double size_px, double width_px);
// Shortened to the width, with an ellipsis.
std::string shortened_text(std::string_view words, double size_px, double width_px);

}  // namespace app
