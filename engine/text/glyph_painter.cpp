#include "engine/text/glyph_painter.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <ft2build.h>
#include FT_FREETYPE_H

#include "engine/text/code_box.h"
#include "engine/text/script_fonts.h"

namespace engine {
namespace {

constexpr FT_Long kSimplifiedChinese = 2;  // of the faces in the collection of Chinese, Japanese and Korean
constexpr float kOwn = 0, kLetters = 0.83F,
                kFull = 0.9F;  // em of a font for a line of height 1; own: as ImGui sizes it

float em_of(const std::string& name) { return name == "CJK" || name == "Emoji" ? kFull : kLetters; }

// Shades of the one colour that text has: dark parts of an emoji stay faint.
std::uint8_t shade(const unsigned char* bgra) {
  const float light = 0.11F * bgra[0] + 0.59F * bgra[1] + 0.3F * bgra[2];  // times the opacity already
  return static_cast<std::uint8_t>(std::min(255.0F, 0.2F * bgra[3] + 0.8F * light));
}

// The mean of the pixels under each smaller one.
GlyphPicture shrunk(const FT_Bitmap& colours, int height_px) {
  const int rows = static_cast<int>(colours.rows), columns = static_cast<int>(colours.width);
  const int width_px = std::max(1, columns * height_px / std::max(1, rows));
  GlyphPicture picture = GlyphPicture::blank(width_px, height_px);
  for (int y = 0; y < height_px; ++y) {
    for (int x = 0; x < width_px; ++x) {
      const int top = y * rows / height_px, bottom = std::max(top + 1, (y + 1) * rows / height_px);
      const int left = x * columns / width_px, right = std::max(left + 1, (x + 1) * columns / width_px);
      int sum = 0;
      for (int v = top; v < bottom; ++v) {
        for (int u = left; u < right; ++u) sum += shade(colours.buffer + v * colours.pitch + 4 * u);
      }
      picture.at(x, y) = static_cast<std::uint8_t>(sum / ((bottom - top) * (right - left)));
    }
  }
  return picture;
}

float from_64ths(FT_Pos value) { return static_cast<float>(value) / 64.0F; }

}  // namespace

struct GlyphPainter::Library {
  Library() {
    if (FT_Init_FreeType(&handle) != 0) handle = nullptr;
  }
  ~Library() {
    if (handle != nullptr) FT_Done_FreeType(handle);
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  FT_Library handle = nullptr;
};

struct GlyphPainter::Face {
  Face(FT_Face opened, float em_of_line) : handle(opened), em(em_of_line) {}
  ~Face() { FT_Done_Face(handle); }
  Face(const Face&) = delete;
  Face& operator=(const Face&) = delete;

  bool has(char32_t code) const { return FT_Get_Char_Index(handle, code) != 0; }
  bool coloured() const { return !FT_IS_SCALABLE(handle) && FT_HAS_COLOR(handle) && handle->num_fixed_sizes > 0; }

  bool set_size(int size_px) const {
    if (coloured()) return FT_Select_Size(handle, handle->num_fixed_sizes - 1) == 0;
    FT_Size_RequestRec size{};
    size.type = em == kOwn ? FT_SIZE_REQUEST_TYPE_REAL_DIM : FT_SIZE_REQUEST_TYPE_NOMINAL;
    const float height_px = static_cast<float>(size_px) * (em == kOwn ? 1 : em);
    size.height = static_cast<FT_Long>(std::lround(height_px * 64));
    return FT_Request_Size(handle, &size) == 0;
  }

  bool paint(char32_t code, int size_px, GlyphPicture& picture) const {
    if (!set_size(size_px)) return false;
    const FT_Int32 flags = coloured() ? FT_LOAD_COLOR | FT_LOAD_RENDER : FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT;
    if (FT_Load_Char(handle, code, flags) != 0) return false;
    const FT_GlyphSlotRec& glyph = *handle->glyph;
    if (glyph.bitmap.pixel_mode == FT_PIXEL_MODE_BGRA) {
      picture = shrunk(glyph.bitmap, static_cast<int>(std::lround(static_cast<float>(size_px) * em)));
      picture.left_px = 1;
      picture.top_px = static_cast<int>(std::lround(static_cast<float>(picture.height_px) * 0.83F));
      picture.advance_px = static_cast<float>(picture.width_px + 2);
      return true;
    }
    if (glyph.bitmap.pixel_mode != FT_PIXEL_MODE_GRAY) return false;
    picture = GlyphPicture::blank(static_cast<int>(glyph.bitmap.width), static_cast<int>(glyph.bitmap.rows));
    for (int y = 0; y < picture.height_px; ++y)
      std::copy_n(glyph.bitmap.buffer + y * glyph.bitmap.pitch, picture.width_px,
                  picture.cover.begin() + static_cast<std::ptrdiff_t>(y) * picture.width_px);
    picture.left_px = glyph.bitmap_left;
    picture.top_px = glyph.bitmap_top;
    picture.advance_px = std::ceil(from_64ths(glyph.advance.x));
    return true;
  }

  FT_Face handle;
  float em;
};

GlyphPainter::GlyphPainter(ScriptFonts fonts) : fonts_(std::move(fonts)), library_(std::make_unique<Library>()) {}
GlyphPainter::~GlyphPainter() = default;

GlyphPainter::Face* GlyphPainter::open(const std::string& path, float em) {
  if (path.empty() || library_->handle == nullptr) return nullptr;
  const auto [entry, fresh] = faces_.try_emplace(path);
  if (!fresh) return entry->second.get();
  const FT_Long index = path.ends_with(".ttc") ? kSimplifiedChinese : 0;
  FT_Face face = nullptr;
  if (FT_New_Face(library_->handle, path.c_str(), index, &face) == 0) entry->second = std::make_unique<Face>(face, em);
  return entry->second.get();
}

GlyphPainter::Face* GlyphPainter::own(FontFile style) { return open(find_font(style), kOwn); }

GlyphPicture GlyphPainter::boxed(char32_t code) {
  ++boxes_;
  if (const std::string package = package_for(code); !package.empty()) {
    const auto packages = fonts_.packages();
    const auto absent =
        std::ranges::find_if(packages, [&](const auto& p) { return p.name == package && !p.installed; });
    if (absent != packages.end()) missing_.insert(package);
  }
  return code_box(code);
}

GlyphPicture GlyphPainter::paint(char32_t code, FontFile style, int size_px) {
  GlyphPicture picture;
  const auto painted = [&](const Face* face) {
    return face != nullptr && face->has(code) && face->paint(code, size_px, picture);
  };
  if (painted(own(style)) || (style == FontFile::Mono && painted(own(FontFile::Regular)))) return picture;
  for (const std::string& name : fonts_for(code)) {
    if (painted(open(fonts_.find(name, style == FontFile::SemiBold), em_of(name)))) return picture;
  }
  return boxed(code);
}

int GlyphPainter::ascent_px(FontFile style, int size_px) {
  const Face* face = own(style);
  if (face == nullptr || !face->set_size(size_px)) return size_px * 4 / 5;
  return static_cast<int>((face->handle->size->metrics.ascender + 63) / 64);
}

}  // namespace engine
