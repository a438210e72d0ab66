// Text of any script, made ready to be drawn from left to right.
#include "engine/text/display_text.h"

#include <string>

#include <gtest/gtest.h>

#include "engine/text/utf8.h"

namespace engine {
namespace {

std::u32string codes_of(const std::string& text) {
  std::u32string codes;
  for (std::size_t at = 0; at < text.size();) codes.push_back(next_code(text, at));
  return codes;
}

TEST(Utf8, is_read_as_it_was_written) {
  std::string text;
  const std::u32string codes = U"aé痣🔥\U0010FFFF";
  for (const char32_t code : codes) append_utf8(text, code);
  EXPECT_EQ(text, "aé痣🔥\U0010FFFF");
  EXPECT_EQ(codes_of(text), codes);
}

TEST(Utf8, every_byte_that_is_none_becomes_a_mark_of_its_own) {
  EXPECT_EQ(codes_of("a\xFF"
                     "b"),
            U"a\uFFFDb");
  EXPECT_EQ(codes_of("\xE7\x97"), U"\uFFFD\uFFFD");            // cut off
  EXPECT_EQ(codes_of("\xC0\xAF"), U"\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(codes_of("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD");  // half a surrogate pair
  EXPECT_EQ(codes_of("\xF4\x90\x80\x80").size(), 4U);          // behind the last code point
}

TEST(DisplayText, leaves_what_needs_nothing) {
  EXPECT_EQ(display_text("mel · Nävus"), U"mel · Nävus");
  EXPECT_EQ(display_text("Меланома 痣 흑색종"), U"Меланома 痣 흑색종");
}

TEST(DisplayText, composes_letters_and_their_accents) {
  EXPECT_EQ(display_text("Na\u0308vus"), U"Nävus");
  EXPECT_EQ(display_text("\u1112\u1173\u11A8"), U"흑");
}

TEST(DisplayText, turns_hebrew_round_within_a_line_from_left_to_right) {
  EXPECT_EQ(display_text("שלום"), U"םולש");
  EXPECT_EQ(display_text("1  שלום · mel"), U"1  םולש · mel");
  EXPECT_EQ(display_text("שלום\nmel"), U"םולש\nmel");
}

TEST(DisplayText, joins_arabic_letters) {
  // beh at the beginning, alef at the end, from right to left.
  EXPECT_EQ(display_text("\u0628\u0627"), U"\uFE8E\uFE91");
  EXPECT_EQ(display_text("\u0644\u0627"), U"\uFEFB");  // lam and alef are one
}

TEST(DisplayText, a_devanagari_sign_stands_left_of_its_consonants) {
  EXPECT_EQ(display_text("\u0939\u093F"), U"\u093F\u0939");
  EXPECT_EQ(display_text("\u0915\u0938\u094D\u0925\u093F"), U"\u0915\u093F\u0938\u094D\u0925");  // ks-th-i
}

TEST(DisplayText, leaves_out_what_has_no_picture) {
  EXPECT_EQ(display_text("a\u200D\uFE0F"
                         "b"),
            U"ab");
}

TEST(DisplayText, marks_what_would_turn_or_control_the_line) {
  EXPECT_EQ(display_text("a\u202E"
                         "gpj"),
            U"a\uFFFDgpj");
  EXPECT_EQ(display_text("a\x1B[2J\xFF"), U"a\uFFFD[2J\uFFFD");
}

TEST(FoldedCase, knows_cyrillic_greek_and_accents) {
  EXPECT_EQ(folded_case("МЕЛАНОМА"), folded_case("меланома"));
  EXPECT_EQ(folded_case("ΔΈΡΜΑ"), folded_case("δέρμα"));
  EXPECT_EQ(folded_case("NÄVUS"), "nävus");
}

TEST(FoldedCase, keeps_the_place_of_every_letter) {
  for (const char* text : {"İIıi ß ẞ Ⱥ", "a\xFFZ", "痣A"})
    EXPECT_EQ(folded_case(text).size(), std::string(text).size());
  EXPECT_EQ(folded_case("a\xFFZ"), "a\xFFz");
}

TEST(Composed, and_decomposed_turn_into_each_other) {
  EXPECT_EQ(composed("a\u0308"), "ä");
  EXPECT_EQ(decomposed("ä"), "a\u0308");
}

}  // namespace
}  // namespace engine
