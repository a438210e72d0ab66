// Text of any script in ImGui's atlas.
#include "engine/ui/text_glyphs.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace engine {
namespace {

class TextGlyphsTest : public testing::Test {
 protected:
  void SetUp() override {
    ImGui::CreateContext();
    fonts_ = load_fonts(1, 128);
    glyphs_.emplace(fonts_);
  }
  void TearDown() override { ImGui::DestroyContext(); }

  TextGlyphs& glyphs() { return *glyphs_; }

  Fonts fonts_;
  std::optional<TextGlyphs> glyphs_;
};

TEST_F(TextGlyphsTest, hands_on_what_the_font_has) {
  const std::string text = "mel · Nävus → 12 %";
  EXPECT_EQ(glyphs().shown(fonts_.body, text).data(), text.data());
  EXPECT_EQ(glyphs().added(), 0U);
  EXPECT_FALSE(glyphs().take_changed());
}

TEST_F(TextGlyphsTest, adds_each_glyph_once_to_each_font_that_shows_it) {
  for (int frame = 0; frame < 3; ++frame) {
    glyphs().begin_frame();
    glyphs().shown(fonts_.body, "痣细胞痣");
  }
  EXPECT_EQ(glyphs().added(), 3U);
  EXPECT_TRUE(glyphs().take_changed());
  EXPECT_FALSE(glyphs().take_changed());
  glyphs().shown(fonts_.body, "细胞");
  EXPECT_EQ(glyphs().added(), 3U);
  glyphs().shown(fonts_.tiny, "细胞");
  EXPECT_EQ(glyphs().added(), 5U);
}

TEST_F(TextGlyphsTest, new_glyphs_move_nothing_that_is_in_the_atlas) {
  const ImFontGlyph before = *fonts_.body->FindGlyph('a');
  glyphs().shown(fonts_.body, "Меланома 흑색종 ميلانوما");
  const ImFontGlyph after = *fonts_.body->FindGlyph('a');
  EXPECT_EQ(before.U0, after.U0);
  EXPECT_EQ(before.AdvanceX, after.AdvanceX);
}

TEST_F(TextGlyphsTest, cyrillic_comes_from_the_interfaces_own_font) {
  glyphs().shown(fonts_.body, "а");
  const ImFontGlyph &latin = *fonts_.body->FindGlyph('a'), &cyrillic = *fonts_.body->FindGlyph(0x430);
  EXPECT_EQ(cyrillic.AdvanceX, latin.AdvanceX);
  EXPECT_EQ(cyrillic.Y0, latin.Y0);
  EXPECT_EQ(cyrillic.Y1, latin.Y1);
}

TEST_F(TextGlyphsTest, what_needs_more_than_16_bits_is_drawn_under_a_stand_in) {
  const std::string shown(glyphs().shown(fonts_.body, "🔥🧬"));
  EXPECT_EQ(shown.size(), 6U);
  EXPECT_EQ(glyphs().added(), 2U);
  EXPECT_EQ(glyphs().painter().boxes(), 0);
  EXPECT_NE(std::string(glyphs().shown(fonts_.body, "\uA000")), shown.substr(0, 3));  // a letter of Yi stays itself
}

TEST_F(TextGlyphsTest, a_text_field_gives_back_what_it_was_given) {
  for (const std::string text : {"mel", "a\u0308 🔥 \uA000 שלום", "b\xFF \xC3(", "\uE000\uF8FF"}) {
    const std::string edited = glyphs().editable(fonts_.body, text);
    EXPECT_EQ(glyphs().stored(edited), text);
    EXPECT_EQ(glyphs().stored(edited + "é"), text + "é");
  }
}

TEST_F(TextGlyphsTest, any_bytes_are_shown) {
  for (int first = 1; first < 256; ++first) {
    const std::string text = {static_cast<char>(first), static_cast<char>(255 - first), 'a', static_cast<char>(first)};
    EXPECT_FALSE(glyphs().shown(fonts_.body, text).empty());
  }
}

TEST_F(TextGlyphsTest, says_when_no_room_is_left_and_goes_on_after_loading_anew) {
  std::string text;
  for (char32_t code = 0x4E00; !glyphs().full() && code < 0x6000; ++code) {
    text.clear();
    text += static_cast<char>(0xE0 | code >> 12U);
    text += static_cast<char>(0x80 | (code >> 6U & 0x3FU));
    text += static_cast<char>(0x80 | (code & 0x3FU));
    glyphs().shown(fonts_.title, text);
  }
  ASSERT_TRUE(glyphs().full());
  EXPECT_GT(glyphs().added(), 300U);
  fonts_ = load_fonts(1, 256);
  glyphs().reload(fonts_);
  const std::size_t before = glyphs().added();
  glyphs().shown(fonts_.title, text);
  EXPECT_FALSE(glyphs().full());
  EXPECT_EQ(glyphs().added(), before + 1);
}

}  // namespace
}  // namespace engine
