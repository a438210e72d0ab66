#include "app/report/svg.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "app/core/printable.h"

namespace app {
namespace {

constexpr const char* kFonts = "Inter, 'Helvetica Neue', Arial, 'Noto Sans', 'Noto Sans CJK SC', sans-serif";

std::string attribute(std::string_view name, double value) {
  std::string text(1, ' ');
  return text.append(name).append("=\"").append(svg_number(value)).append("\"");
}

std::string fill(const Ink& ink) {
  return " class=\"f-" + std::string(ink.token) + "\" fill=\"" + std::string(ink.light) + "\"";
}

std::string stroke(const Pen& pen) {
  std::string text = " class=\"s-" + std::string(pen.ink.token) + "\" fill=\"none\" stroke=\"" +
                     std::string(pen.ink.light) + "\"" + attribute("stroke-width", pen.width_px);
  if (pen.dashed) text += " stroke-dasharray=\"5 3.5\"";
  return text;
}

std::string place_and_size(const Area& area, double radius_px) {
  std::string text = attribute("x", area.x) + attribute("y", area.y) + attribute("width", std::max(area.width, 0.0)) +
                     attribute("height", std::max(area.height, 0.0));
  if (radius_px > 0) text += attribute("rx", radius_px);
  return text;
}

// In em, of Inter; other sans-serif fonts are as wide or narrower.
double em_of(unsigned char letter) {
  constexpr std::string_view kNarrow = "iljI|.,:;'!()[]/ ";
  constexpr std::string_view kWide = "mwMW@%";
  if (letter < 0x80) {
    const char plain = static_cast<char>(letter);
    if (kNarrow.find(plain) != std::string_view::npos) return 0.32;
    if (kWide.find(plain) != std::string_view::npos) return 0.92;
    if (plain == 'f' || plain == 't' || plain == 'r') return 0.42;
    if (plain >= 'A' && plain <= 'Z') return 0.7;
    return plain >= '0' && plain <= '9' ? 0.65 : 0.6;
  }
  if (letter < 0xC0) return 0;  // the rest of a letter
  return letter >= 0xE2 ? 1.0 : 0.65;
}

// Points that fall on one another on paper are drawn once.
bool is_seen(Place last, Place next) {
  constexpr double kLeast_px = 0.12;
  return std::abs(next.x - last.x) >= kLeast_px || std::abs(next.y - last.y) >= kLeast_px;
}

}  // namespace

std::string svg_number(double value) {
  std::array<char, 64> digits{};
  const double rounded = std::round(value * 100) / 100;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), rounded == 0 ? 0.0 : rounded).ptr;
  return {digits.data(), end};
}

std::string escaped_markup(std::string_view text) {
  std::string escaped;
  for (const char letter : printable(text)) {
    switch (letter) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += letter;
    }
  }
  return escaped;
}

void Svg::line(Place from, Place to, const Pen& pen) {
  written_ += "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) +
              attribute("y2", to.y) + stroke(pen) + "/>\n";
}

void Svg::path(const std::vector<Place>& points, const Pen& pen) {
  if (points.size() < 2) return;
  written_ += "<path d=\"";
  Place last = points.front();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i > 0 && i + 1 < points.size() && !is_seen(last, points[i])) continue;
    last = points[i];
    written_.append(i == 0 ? "M" : "L").append(svg_number(last.x)).append(" ").append(svg_number(last.y));
  }
  written_ += "\" stroke-linejoin=\"round\"" + stroke(pen) + "/>\n";
}

void Svg::box(const Area& area, const Ink& ink, double opacity, double radius_px) {
  written_ += "<rect" + place_and_size(area, radius_px) + fill(ink);
  if (opacity < 1) written_ += attribute("fill-opacity", opacity);
  written_ += "/>\n";
}

void Svg::frame(const Area& area, const Pen& pen, double radius_px) {
  written_ += "<rect" + place_and_size(area, radius_px) + stroke(pen) + "/>\n";
}

void Svg::dot(Place middle, double radius_px, const Ink& ink, double opacity) {
  written_ += "<circle" + attribute("cx", middle.x) + attribute("cy", middle.y) + attribute("r", radius_px) + fill(ink);
  if (opacity < 1) written_ += attribute("fill-opacity", opacity);
  written_ += "/>\n";
}

void Svg::text(Place at, std::string_view words, const TextLook& look) {
  constexpr std::array kAnchors = {"start", "middle", "end"};
  written_ += "<text" + attribute("x", at.x) + attribute("y", at.y) + " font-family=\"" + kFonts + "\"" +
              attribute("font-size", look.size_px) + fill(ink(look.ink));
  if (look.bold) written_ += " font-weight=\"600\"";
  if (look.anchor != Anchor::Start)
    written_.append(" text-anchor=\"").append(kAnchors[static_cast<std::size_t>(look.anchor)]).append("\"");
  if (look.upwards) written_ += " transform=\"rotate(-90 " + svg_number(at.x) + " " + svg_number(at.y) + ")\"";
  written_.append(">").append(escaped_markup(words)).append("</text>\n");
}

void Svg::begin_clip(const std::string& id, const Area& area) {
  written_ += "<clipPath id=\"" + id + "\"><rect" + place_and_size(area, 0) + "/></clipPath>\n<g clip-path=\"url(#" +
              id + ")\">\n";
}

void Svg::end_clip() { written_ += "</g>\n"; }

double text_width_px(std::string_view words, double size_px, bool bold) {
  double em = 0;
  for (const char letter : words) em += em_of(static_cast<unsigned char>(letter));
  return em * size_px * (bold ? 1.06 : 1.0);
}

std::vector<std::string> wrapped_text(std::string_view words, double size_px, double width_px) {
  std::vector<std::string> lines(1);
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string word(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
    std::string& line = lines.back();
    const std::string longer = line.empty() ? word : line + " " + word;
    if (line.empty() || text_width_px(longer, size_px) <= width_px)
      line = longer;
    else
      lines.push_back(word);
  }
  return lines;
}

std::string shortened_text(std::string_view words, double size_px, double width_px) {
  if (text_width_px(words, size_px) <= width_px) return std::string(words);
  std::string shorter(words);
  while (!shorter.empty() && text_width_px(shorter + "…", size_px) > width_px) {
    while (shorter.size() > 1 && (static_cast<unsigned char>(shorter.back()) & 0xC0U) == 0x80U) shorter.pop_back();
    shorter.pop_back();
  }
  return shorter + "…";
}

}  // namespace app
