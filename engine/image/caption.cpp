#include "engine/image/caption.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>
#include <utility>

#include "engine/image/image_io.h"
#include "engine/text/display_text.h"
#include "engine/text/glyph_painter.h"

namespace engine {
namespace {

constexpr int kSize_px = 14, kLine_px = 20, kMargin_px = 10;
constexpr std::uint8_t kBackground[3] = {18, 20, 26}, kInk[3] = {205, 209, 220};

class CaptionWriter {
 public:
  CaptionWriter() {
    if (find_font(FontFile::Regular).empty())
      throw ImageError("writing under a picture: no font; install fonts-inter or fonts-dejavu-core");
    ascent_px_ = painter_.ascent_px(FontFile::Regular, kSize_px);
  }

  int width_of(const std::string& text) {
    int width_px = 0;
    for (const char32_t code : display_text(text)) width_px += advance_px(glyph(code));
    return width_px;
  }

  void write(Image& image, int x_px, int y_px, const std::string& text) {
    int pen_px = x_px;
    for (const char32_t code : display_text(text)) {
      const GlyphPicture& picture = glyph(code);
      draw(image, picture, pen_px + picture.left_px, y_px + ascent_px_ - picture.top_px);
      pen_px += advance_px(picture);
    }
  }

 private:
  static int advance_px(const GlyphPicture& picture) { return static_cast<int>(std::ceil(picture.advance_px)); }

  const GlyphPicture& glyph(char32_t code) {
    const auto [entry, fresh] = glyphs_.try_emplace(code);
    if (fresh) entry->second = painter_.paint(code, FontFile::Regular, kSize_px);
    return entry->second;
  }

  static void draw(Image& image, const GlyphPicture& glyph, int left_px, int top_px) {
    for (int v = 0; v < glyph.height_px; ++v) {
      for (int u = 0; u < glyph.width_px; ++u) {
        const int x = left_px + u, y = top_px + v;
        if (x < 0 || y < 0 || x >= image.width_px || y >= image.height_px) continue;
        const int cover = glyph.at(u, v);
        for (int c = 0; c < 3; ++c) {
          std::uint8_t& value = image.at(x, y)[c];
          value = static_cast<std::uint8_t>((value * (255 - cover) + kInk[c] * cover) / 255);
        }
      }
    }
  }

  GlyphPainter painter_;
  std::map<char32_t, GlyphPicture> glyphs_;
  int ascent_px_ = 0;
};

std::vector<std::string> wrapped(CaptionWriter& writer, const std::vector<std::string>& lines, int width_px) {
  std::vector<std::string> rows;
  for (const std::string& line : lines) {
    std::istringstream words(line);
    std::string row;
    for (std::string word; words >> word;) {
      const std::string longer = row.empty() ? word : row + " " + word;
      if (!row.empty() && writer.width_of(longer) > width_px)
        rows.push_back(std::exchange(row, word));
      else
        row = longer;
    }
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

Image with_caption(const Image& image, const std::vector<std::string>& lines) {
  CaptionWriter writer;
  const std::vector<std::string> rows = wrapped(writer, lines, image.width_px - 2 * kMargin_px);
  const int strip_px = static_cast<int>(rows.size()) * kLine_px + kMargin_px;
  Image out = Image::blank(image.width_px, image.height_px + strip_px, 3);
  for (int y = 0; y < out.height_px; ++y) {
    for (int x = 0; x < out.width_px; ++x)
      std::copy_n(y < image.height_px ? image.at(x, y) : kBackground, 3, out.at(x, y));
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    writer.write(out, kMargin_px, image.height_px + kMargin_px / 2 + static_cast<int>(i) * kLine_px + 2, rows[i]);
  return out;
}

}  // namespace engine
