// The home of ICU in the engine.
#include "engine/text/display_text.h"

#include <algorithm>
#include <cstdint>
#include <memory>

#include <unicode/normalizer2.h>
#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/ushape.h>

#include "engine/text/utf8.h"

namespace engine {
namespace {

using icu::UnicodeString;
constexpr char32_t kJoiner = 0x200D;

UChar32 icu_code(char32_t code) { return static_cast<UChar32>(code); }
bool is_direction_control(char32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}
bool is_control(char32_t code) { return code != '\n' && code != '\t' && u_iscntrl(icu_code(code)) != 0; }
bool is_mark(char32_t code) { return (U_GET_GC_MASK(icu_code(code)) & U_GC_M_MASK) != 0; }
bool has(char32_t code, UProperty property) { return u_hasBinaryProperty(icu_code(code), property) != 0; }

UnicodeString to_icu(std::string_view utf8) {
  UnicodeString text;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t code = next_code(utf8, at);
    text.append(icu_code(is_direction_control(code) || (is_control(code) && code != kJoiner) ? kReplacement : code));
  }
  return text;
}

std::string to_utf8(const UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

UnicodeString normalised(const UnicodeString& text, bool compose) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form =
      compose ? icu::Normalizer2::getNFCInstance(status) : icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return text;
  UnicodeString result = form->normalize(text, status);
  return U_FAILURE(status) ? text : result;
}

bool runs_right_to_left(const UnicodeString& text) {
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UCharDirection direction = u_charDirection(text.char32At(i));
    if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) return true;
  }
  return false;
}

UnicodeString joined_arabic(const UnicodeString& text) {
  UnicodeString result;
  UErrorCode status = U_ZERO_ERROR;
  char16_t* room = result.getBuffer(text.length() + 1);
  const std::int32_t length =
      u_shapeArabic(text.getBuffer(), text.length(), room, text.length() + 1,
                    U_SHAPE_LETTERS_SHAPE | U_SHAPE_TEXT_DIRECTION_LOGICAL | U_SHAPE_LENGTH_GROW_SHRINK, &status);
  result.releaseBuffer(U_FAILURE(status) ? 0 : length);
  return U_FAILURE(status) ? text : result;
}

UnicodeString in_visual_order(const UnicodeString& line) {
  const std::unique_ptr<UBiDi, decltype(&ubidi_close)> bidi(ubidi_open(), &ubidi_close);
  UErrorCode status = U_ZERO_ERROR;
  ubidi_setPara(bidi.get(), line.getBuffer(), line.length(), UBIDI_LTR, nullptr, &status);
  UnicodeString result;
  char16_t* room = result.getBuffer(line.length() + 1);
  const std::int32_t length = ubidi_writeReordered(bidi.get(), room, line.length() + 1,
                                                   UBIDI_DO_MIRRORING | UBIDI_KEEP_BASE_COMBINING, &status);
  result.releaseBuffer(U_FAILURE(status) ? 0 : length);
  return U_FAILURE(status) ? line : result;
}

UnicodeString right_to_left_turned(const UnicodeString& text) {
  const UnicodeString joined = joined_arabic(text);
  UnicodeString result;
  for (std::int32_t from = 0; from <= joined.length();) {
    const std::int32_t found = joined.indexOf(u'\n', from);
    const std::int32_t to = found < 0 ? joined.length() : found;
    result.append(in_visual_order(joined.tempSubStringBetween(from, to)));
    if (found >= 0) result.append(u'\n');
    from = to + 1;
  }
  return result;
}

bool stands_left(char32_t code) {
  return code > 0x8FF && u_getIntPropertyValue(icu_code(code), UCHAR_INDIC_POSITIONAL_CATEGORY) == U_INPC_LEFT;
}

bool is_virama(char32_t code) {
  return u_getIntPropertyValue(icu_code(code), UCHAR_INDIC_SYLLABIC_CATEGORY) == U_INSC_VIRAMA;
}

// Where the consonants begin that the sign at the end of `text` belongs to.
std::size_t cluster_begin(const std::u32string& text) {
  std::size_t at = text.size();
  while (at > 0) {
    --at;
    while (at > 0 && is_mark(text[at])) --at;
    if (at == 0 || !is_virama(text[at - 1])) break;
  }
  return at;
}

}  // namespace

std::u32string display_text(std::string_view utf8) {
  UnicodeString text = normalised(to_icu(utf8), true);
  if (runs_right_to_left(text)) text = right_to_left_turned(text);
  std::u32string shown;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const auto code = static_cast<char32_t>(text.char32At(i));
    if (has(code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) continue;
    if (stands_left(code))
      shown.insert(cluster_begin(shown), 1, code);
    else
      shown.push_back(code);
  }
  return shown;
}

bool continues_cluster(char32_t before, char32_t code) {
  return before == kJoiner || code == kJoiner || is_virama(before) || is_mark(code) ||
         has(code, UCHAR_GRAPHEME_EXTEND) || has(code, UCHAR_EMOJI_MODIFIER);
}

std::string folded_case(std::string_view utf8) {
  std::string folded(utf8);
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (std::ranges::all_of(folded, is_ascii)) return folded;
  std::string lower;
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t from = at, bytes = code_bytes(utf8, at);
    const char32_t code = next_code(utf8, at);
    if (bytes < 2) continue;
    lower.clear();
    append_utf8(lower, static_cast<char32_t>(u_foldCase(icu_code(code), U_FOLD_CASE_DEFAULT)));
    if (lower.size() == bytes) folded.replace(from, bytes, lower);
  }
  return folded;
}

std::string composed(std::string_view utf8) {
  return to_utf8(
      normalised(UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int>(utf8.size()))), true));
}

std::string decomposed(std::string_view utf8) {
  return to_utf8(
      normalised(UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int>(utf8.size()))), false));
}

}  // namespace engine
