#include "engine/image/caption.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include <ft2build.h>
#include FT_FREETYPE_H

#include "engine/base/font_files.h"
#include "engine/image/image_io.h"

namespace engine {
namespace {

constexpr int kSize_px = 14, kLine_px = 20, kMargin_px = 10;
constexpr std::uint8_t kBackground[3] = {18, 20, 26}, kInk[3] = {205, 209, 220};

// One code point of UTF-8, and how many bytes it took. Text of the program itself: known to be valid.
FT_ULong decode(const char* text, std::size_t& bytes) {
  const auto lead = static_cast<unsigned char>(*text);
  bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  FT_ULong code = bytes == 1 ? lead : lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes && text[i] != 0; ++i)
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return code;
}

class CaptionWriter {
 public:
  CaptionWriter() {
    const std::string path = find_font(FontFile::Regular);
    if (path.empty()) throw ImageError("writing under a picture: no font; install fonts-inter or fonts-dejavu-core");
    if (FT_Init_FreeType(&library_) != 0) throw ImageError("writing under a picture: FreeType did not start");
    if (FT_New_Face(library_, path.c_str(), 0, &face_) != 0) {
      FT_Done_FreeType(library_);
      throw ImageError("writing under a picture: the font cannot be read: " + path);
    }
    FT_Size_RequestRec size{FT_SIZE_REQUEST_TYPE_REAL_DIM, 0, kSize_px * 64, 0, 0};
    FT_Request_Size(face_, &size);
    ascent_px_ = pixels_up(face_->size->metrics.ascender);
  }
  ~CaptionWriter() {
    FT_Done_Face(face_);
    FT_Done_FreeType(library_);
  }
  CaptionWriter(const CaptionWriter&) = delete;
  CaptionWriter& operator=(const CaptionWriter&) = delete;

  int width_of(const std::string& text) const {
    int width_px = 0;
    for_each_glyph(text, FT_LOAD_DEFAULT, [&](const FT_GlyphSlotRec& glyph) { width_px += advance_px(glyph); });
    return width_px;
  }

  void write(Image& image, int x_px, int y_px, const std::string& text) const {
    int pen_px = x_px;
    for_each_glyph(text, FT_LOAD_RENDER, [&](const FT_GlyphSlotRec& glyph) {
      draw(image, glyph.bitmap, pen_px + glyph.bitmap_left, y_px + ascent_px_ - glyph.bitmap_top);
      pen_px += advance_px(glyph);
    });
  }

 private:
  static int pixels_up(FT_Pos value) { return static_cast<int>((value + 63) / 64); }  // from 1/64 px
  static int advance_px(const FT_GlyphSlotRec& glyph) { return pixels_up(glyph.advance.x); }

  template <typename Use>
  void for_each_glyph(const std::string& text, FT_Int32 flags, Use use) const {
    for (std::size_t i = 0, bytes = 0; i < text.size(); i += bytes) {
      const FT_ULong code = decode(text.c_str() + i, bytes);
      if (FT_Load_Char(face_, code, flags | FT_LOAD_TARGET_LIGHT) == 0) use(*face_->glyph);
    }
  }

  static void draw(Image& image, const FT_Bitmap& glyph, int left_px, int top_px) {
    for (int v = 0; v < static_cast<int>(glyph.rows); ++v) {
      for (int u = 0; u < static_cast<int>(glyph.width); ++u) {
        const int x = left_px + u, y = top_px + v;
        if (x < 0 || y < 0 || x >= image.width_px || y >= image.height_px) continue;
        const int cover = glyph.buffer[v * glyph.pitch + u];
        for (int c = 0; c < 3; ++c) {
          std::uint8_t& value = image.at(x, y)[c];
          value = static_cast<std::uint8_t>((value * (255 - cover) + kInk[c] * cover) / 255);
        }
      }
    }
  }

  FT_Library library_ = nullptr;
  FT_Face face_ = nullptr;
  int ascent_px_ = 0;
};

std::vector<std::string> wrapped(const CaptionWriter& writer, const std::vector<std::string>& lines, int width_px) {
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
  const CaptionWriter writer;
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
