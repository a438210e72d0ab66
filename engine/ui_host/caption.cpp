#include "engine/ui_host/caption.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

#include <imgui.h>

#include "engine/ui_host/fonts.h"

namespace engine {
namespace {

constexpr float kSize_px = 14;
constexpr int kLine_px = 20, kMargin_px = 10;
constexpr std::uint8_t kBackground[3] = {18, 20, 26}, kInk[3] = {205, 209, 220};

// One code point of UTF-8, and how many bytes it took. Text of the program itself: known to be valid.
ImWchar decode(const char* text, std::size_t& bytes) {
  const auto lead = static_cast<unsigned char>(*text);
  bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  unsigned code = bytes == 1 ? lead : lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes && text[i] != 0; ++i)
    code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return static_cast<ImWchar>(code);
}

class CaptionWriter {
 public:
  CaptionWriter() : font_(load_caption_font(atlas_, kSize_px)) {
    atlas_.GetTexDataAsAlpha8(&alpha_, &atlas_width_, &atlas_height_);
  }

  float width_of(const std::string& text) const {
    float width = 0;
    for_each_glyph(text, [&](const ImFontGlyph& glyph) { width += glyph.AdvanceX; });
    return width;
  }

  void write(Image& image, int x_px, int y_px, const std::string& text) const {
    float pen = static_cast<float>(x_px);
    for_each_glyph(text, [&](const ImFontGlyph& glyph) {
      draw(image, glyph, pen, static_cast<float>(y_px));
      pen += glyph.AdvanceX;
    });
  }

 private:
  template <typename Use>
  void for_each_glyph(const std::string& text, Use use) const {
    for (std::size_t i = 0, bytes = 0; i < text.size(); i += bytes) {
      if (const ImFontGlyph* glyph = font_->FindGlyph(decode(text.c_str() + i, bytes))) use(*glyph);
    }
  }

  void draw(Image& image, const ImFontGlyph& glyph, float pen, float top) const {
    const auto texel = [](float uv, int size) { return static_cast<int>(std::lround(uv * static_cast<float>(size))); };
    const int u0 = texel(glyph.U0, atlas_width_), v0 = texel(glyph.V0, atlas_height_);
    const int u1 = texel(glyph.U1, atlas_width_), v1 = texel(glyph.V1, atlas_height_);
    const int x0 = static_cast<int>(std::lround(pen + glyph.X0)), y0 = static_cast<int>(std::lround(top + glyph.Y0));
    for (int v = v0; v < v1; ++v) {
      for (int u = u0; u < u1; ++u) {
        const int x = x0 + u - u0, y = y0 + v - v0;
        if (x < 0 || y < 0 || x >= image.width_px || y >= image.height_px) continue;
        const int cover = alpha_[v * atlas_width_ + u];
        for (int c = 0; c < 3; ++c) {
          std::uint8_t& value = image.at(x, y)[c];
          value = static_cast<std::uint8_t>((value * (255 - cover) + kInk[c] * cover) / 255);
        }
      }
    }
  }

  ImFontAtlas atlas_;
  ImFont* font_;
  unsigned char* alpha_ = nullptr;
  int atlas_width_ = 0, atlas_height_ = 0;
};

std::vector<std::string> wrapped(const CaptionWriter& writer, const std::vector<std::string>& lines, float width_px) {
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
  const std::vector<std::string> rows = wrapped(writer, lines, static_cast<float>(image.width_px - 2 * kMargin_px));
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
