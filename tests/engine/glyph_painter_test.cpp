// Characters of any script as coverage.
#include "engine/text/glyph_painter.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "engine/text/code_box.h"
#include "engine/text/script_fonts.h"

namespace engine {
namespace {

int ink(const GlyphPicture& picture) {
  return static_cast<int>(std::ranges::count_if(picture.cover, [](int cover) { return cover > 60; }));
}

TEST(GlyphPainter, draws_a_character_of_every_script_with_the_packaged_fonts) {
  GlyphPainter painter;
  for (const char32_t code : U"aДΔ痣の흑م\uFE8Eמเहქ🔥🧬𐍈\uFFFD") {
    if (code == 0) break;
    const GlyphPicture picture = painter.paint(code, FontFile::Regular, 16);
    EXPECT_GT(ink(picture), 8) << std::hex << static_cast<unsigned>(code);
    EXPECT_LE(picture.height_px, 20) << std::hex << static_cast<unsigned>(code);
  }
  EXPECT_EQ(painter.boxes(), 0);
  EXPECT_TRUE(painter.missing().empty());
}

TEST(GlyphPainter, draws_a_box_and_names_the_package_where_a_font_is_missing) {
  GlyphPainter painter{ScriptFonts("/nowhere")};
  EXPECT_EQ(painter.paint(U'痣', FontFile::Regular, 16).cover, code_box(U'痣').cover);
  EXPECT_EQ(painter.missing(), std::set<std::string>{"fonts-noto-cjk"});
  painter.paint(U'\u0915', FontFile::Regular, 16);
  painter.paint(U'🔥', FontFile::Regular, 16);
  EXPECT_EQ(painter.missing(), (std::set<std::string>{"fonts-noto-cjk", "fonts-noto-color-emoji", "fonts-noto-core"}));
  EXPECT_GT(ink(painter.paint(U'Д', FontFile::Regular, 16)), 8);  // the interface's own font has it
}

TEST(GlyphPainter, names_no_package_for_what_no_font_has) {
  GlyphPainter painter{ScriptFonts("/nowhere")};
  EXPECT_GT(ink(painter.paint(0x10FFFD, FontFile::Regular, 16)), 8);
  EXPECT_TRUE(painter.missing().empty());
  EXPECT_EQ(painter.boxes(), 1);
}

TEST(CodeBox, differs_with_the_code_and_holds_six_digits) {
  EXPECT_NE(code_box(0x75E3).cover, code_box(0x75E4).cover);
  EXPECT_GT(code_box(0x1F525).width_px, code_box(0x75E3).width_px);
}

TEST(ScriptFonts, are_asked_by_the_name_of_the_script) {
  EXPECT_EQ(fonts_for(U'क').front(), "Devanagari");
  EXPECT_EQ(fonts_for(0x1401).front(), "CanadianAboriginal");
  EXPECT_EQ(fonts_for(U'痣').front(), "CJK");
  EXPECT_EQ(fonts_for(U'🔥').front(), "Emoji");
  EXPECT_EQ(fonts_for(U'Д').front(), "");
}

}  // namespace
}  // namespace engine
