// Text as it is drawn one glyph after another from left to right: composed (NFC), Arabic letters joined, right-to-left
// runs turned round, signs that stand left of their consonant moved there, what has no picture of its own (joiners,
// variation selectors) left out. Bytes that are no UTF-8, control characters and direction overrides become U+FFFD.
//
// No shaper: Indic conjuncts stay apart with their virama, marks stand where their font puts them, emoji that are
// joined from several stand side by side. Any thread; pure.
#pragma once

#include <string>
#include <string_view>

namespace engine {

std::u32string display_text(std::string_view utf8);

// A place where text may be cut: not between a letter and its marks, nor inside a joined emoji.
bool continues_cluster(char32_t before, char32_t code);

// The lower-case form for searching, code point by code point, where it takes as many bytes: other letters stay. So a
// place in the folded text is a place in the text. What is no UTF-8 stays.
std::string folded_case(std::string_view utf8);

// NFC and NFD of a text, which is what is searched for where names may be written either way.
std::string composed(std::string_view utf8);
std::string decomposed(std::string_view utf8);

}  // namespace engine
