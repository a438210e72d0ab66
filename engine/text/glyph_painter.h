// Draws single characters of any script: with the interface's own font where it has them, else with the packaged Noto
// font of their script, opened when first needed and read as far as needed.
//
//   GlyphPainter painter;
//   const GlyphPicture picture = painter.paint(U'痣', FontFile::Regular, 16);
//
// Emoji come from the coloured font in shades of one colour. What no font has is a box with its code point
// (code_box.h), and missing() then names the package that would have it. Han characters have the forms used for
// simplified Chinese. One thread at a time. Owns its FreeType library and the open fonts.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "engine/base/font_files.h"
#include "engine/text/glyph_picture.h"

namespace engine {

class GlyphPainter {
 public:
  explicit GlyphPainter(ScriptFonts fonts = ScriptFonts{});
  ~GlyphPainter();
  GlyphPainter(const GlyphPainter&) = delete;
  GlyphPainter& operator=(const GlyphPainter&) = delete;

  // `size_px` is the line height of the interface's font, to which the others are fitted.
  GlyphPicture paint(char32_t code, FontFile style, int size_px);
  // Height of the interface's font above the baseline.
  int ascent_px(FontFile style, int size_px);

  // Packages that would have had the characters drawn as boxes so far; empty also where none would.
  const std::set<std::string>& missing() const { return missing_; }
  int boxes() const { return boxes_; }  // drawn so far

 private:
  struct Library;
  struct Face;

  Face* open(const std::string& path, float em);
  Face* own(FontFile style);
  GlyphPicture boxed(char32_t code);

  ScriptFonts fonts_;
  std::unique_ptr<Library> library_;
  std::map<std::string, std::unique_ptr<Face>> faces_;  // by path; null where it could not be opened
  std::set<std::string> missing_;
  int boxes_ = 0;
};

}  // namespace engine
