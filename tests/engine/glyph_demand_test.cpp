// Letters beyond the fonts' first ones: seen, loaded between frames, or shown as a box with their code.
#include "engine/ui/glyph_demand.h"

#include <vector>

#include <gtest/gtest.h>
#include <imgui.h>

#include "engine/base/font_files.h"
#include "engine/ui/code_boxes.h"
#include "engine/ui/fonts.h"

namespace engine {
namespace {

TEST(GlyphDemand, AsksOnceForWhatTheFontsDoNotHave) {
  GlyphDemand demand;
  EXPECT_EQ(demand.see("naevus größer α → ≤ …"), "naevus größer α → ≤ …");
  EXPECT_FALSE(demand.take_new());
  EXPECT_EQ(demand.see("меланома 皮膚"), "меланома 皮膚");
  EXPECT_TRUE(demand.take_new());
  demand.see("皮 мел");
  EXPECT_FALSE(demand.take_new());
  EXPECT_TRUE(demand.wanted().contains(u'皮'));
}

TEST(GlyphDemand, GivesEmojiAPrivateCodeThatStaysTheSame) {
  GlyphDemand demand;
  const std::string once = demand.see("\xF0\x9F\x94\xAC"), again = demand.see("a\xF0\x9F\x94\xAC\xF0\x9F\x94\xAD");
  EXPECT_EQ(once.size(), 3U);
  EXPECT_EQ(again.substr(1, 3), once);
  EXPECT_NE(again.substr(4), once);
  ASSERT_EQ(demand.wanted().size(), 2U);
  EXPECT_EQ(demand.meaning(*demand.wanted().begin()), U'\U0001F52C');
  EXPECT_EQ(demand.see(once), once);  // what was drawn once may be measured again
}

TEST(GlyphDemand, ShowsBytesThatAreNoTextAndLeavesOutMarksWithoutAShape) {
  GlyphDemand demand;
  EXPECT_EQ(demand.see("M\xe9"), "M\xEF\xBF\xBD");
  EXPECT_EQ(demand.see("a\xE2\x80\x8D"
                       "b\xEF\xB8\x8F"),
            "ab");  // a joiner, a variation selector
}

TEST(GlyphDemand, PlainTextIsToldByItsBytes) {
  EXPECT_TRUE(is_plain("naevus, größer"));
  EXPECT_FALSE(is_plain("меланома"));
  EXPECT_FALSE(is_plain("\xF0\x9F\x94\xAC"));
}

TEST(CodeBox, HoldsAFrameAndADigitForEveryFourBits) {
  const auto [width, height] = code_box_size(U'\u16A0');
  const auto [wide, same] = code_box_size(U'\U0001F52C');
  EXPECT_GT(wide, width);
  EXPECT_EQ(same, height);
  const int stride = width + 3;
  std::vector<std::uint8_t> one(static_cast<std::size_t>(stride * height)), other(one.size());
  draw_code_box(U'\u16A0', one.data(), stride);
  draw_code_box(U'\u16A1', other.data(), stride);
  EXPECT_NE(one, other);
  EXPECT_EQ(one[0], 255);
  EXPECT_EQ(one[static_cast<std::size_t>(width)], 0);  // nothing beside the box
}

class LoadedFonts : public ::testing::Test {
 protected:
  LoadedFonts() { ImGui::CreateContext(); }
  ~LoadedFonts() override { ImGui::DestroyContext(); }

  bool has(const ImFont* font, char16_t code) const { return font->FindGlyphNoFallback(code) != nullptr; }
};

TEST_F(LoadedFonts, HaveWhatWasAskedForInEverySizeAndKeepWhatTheyHad) {
  for (const ScriptFont& font : script_fonts())
    if (!font.installed()) GTEST_SKIP() << font.package;
  GlyphDemand demand;
  demand.see("Ж皮흑かم בมڭ");
  const Fonts fonts = load_fonts(1, demand);
  for (const ImFont* font : {fonts.body, fonts.small, fonts.tiny, fonts.strong, fonts.title, fonts.mono})
    for (const char16_t code : {u'A', u'ö', u'Ж', u'皮', u'흑', u'か', u'م', u'ב', u'ม'})
      EXPECT_TRUE(has(font, code)) << static_cast<int>(code);
  EXPECT_GT(fonts.body->FindGlyph(u'皮')->AdvanceX, 10);
}

TEST_F(LoadedFonts, DrawABoxForWhatNoFontHas) {
  GlyphDemand demand;
  const Fonts before = load_fonts(1, demand);
  EXPECT_FALSE(has(before.body, u'\u16A0'));
  demand.see("\xE1\x9A\xA0\xF0\x9F\x94\xAC");
  const Fonts fonts = load_fonts(1, demand);
  for (const char16_t code : demand.wanted()) {
    ASSERT_TRUE(has(fonts.small, code));
    const auto [width, height] = code_box_size(demand.meaning(code));
    const ImFontGlyph* glyph = fonts.small->FindGlyphNoFallback(code);
    EXPECT_EQ(glyph->X1 - glyph->X0, static_cast<float>(width));
    EXPECT_EQ(glyph->Y1 - glyph->Y0, static_cast<float>(height));
  }
}

}  // namespace
}  // namespace engine
