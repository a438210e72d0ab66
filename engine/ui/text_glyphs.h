// Text of any script for ImGui, which draws one glyph a code point, from left to right, of 16 bits (as packaged) and
// only those that are in its atlas. A text is prepared when it is first shown (display_text.h) and remembered; glyphs
// that its font lacks are drawn into the atlas then and there (glyph_room.h), so that a frame waits for the new ones
// only.
//
//   draw_list.AddText(font, size, at, colour, shown(font, text))     // text_glyphs() is the current context's
//
// Code points above 16 bits go under a stand-in of 16 (kStandIns), inside ImGui only: what it is given passes through
// shown() or editable(), what it gives back through stored(). Main thread only. Borrows the fonts until the next
// reload().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <imgui.h>

#include "engine/text/glyph_painter.h"
#include "engine/ui/fonts.h"
#include "engine/ui/glyph_room.h"

namespace engine {

class TextGlyphs {
 public:
  explicit TextGlyphs(const Fonts& fonts, ScriptFonts files = ScriptFonts{});

  // The text needs no preparing: `font` draws it as it is.
  static bool plain(const ImFont& font, std::string_view text);
  // What `font` draws for it. Valid until the next frame begins, or as long as `text`.
  std::string_view shown(const ImFont* font, std::string_view text);
  // For a text field: every code point for itself, in the order of the text, bytes that are no UTF-8 included.
  std::string editable(const ImFont* font, std::string_view text);
  std::string stored(std::string_view edited) const;

  void begin_frame();  // forgets texts when there are too many
  // The atlas was loaded anew.
  void reload(const Fonts& fonts);
  bool full() const { return full_; }  // no room for a glyph: it has to be
  bool take_changed();                 // pixels of the atlas changed since the last call
  std::size_t added() const { return added_; }
  const GlyphPainter& painter() const { return painter_; }

 private:
  struct Prepared {
    std::string utf8;  // with stand-ins
    std::vector<std::pair<ImWchar, char32_t>> glyphs;
    std::uint32_t fonts_ready = 0;  // a bit for each of fonts_
  };
  struct SizedFont {
    ImFont* font = nullptr;
    FontFile style = FontFile::Regular;
    int size_px = 0;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  ImWchar stand_in(char32_t code);
  Prepared prepared(std::u32string_view codes);
  void load(const ImFont* font, Prepared& text);

  GlyphPainter painter_;
  GlyphRoom room_;
  std::vector<SizedFont> fonts_;
  std::unordered_map<std::string, Prepared, Hash, std::equal_to<>> prepared_;
  std::unordered_map<char32_t, ImWchar> stand_ins_;
  std::vector<char32_t> stood_for_;  // by stand-in
  std::size_t added_ = 0;
  bool changed_ = false, full_ = false;
};

TextGlyphs* text_glyphs();  // of the current context; null where none were made

std::string_view shown(const ImFont* font, std::string_view text);  // as it is where there are none

}  // namespace engine
