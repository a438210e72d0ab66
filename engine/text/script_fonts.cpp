#include "engine/text/script_fonts.h"

#include <algorithm>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace engine {
namespace {

UScriptCode script_of(char32_t code) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(code), &status);
  return U_FAILURE(status) ? USCRIPT_COMMON : script;
}

bool is_cjk(char32_t code) {
  switch (script_of(code)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO: return true;
    default: break;
  }
  const bool punctuation = code >= 0x3000 && code <= 0x33FF, wide = code >= 0xFF00 && code <= 0xFFEF;
  return punctuation || wide;
}

bool is_emoji(char32_t code) { return u_hasBinaryProperty(static_cast<UChar32>(code), UCHAR_EMOJI_PRESENTATION) != 0; }

// The script's name as Noto writes it: "Canadian_Aboriginal" is NotoSansCanadianAboriginal. Empty for what is of no
// script or of those in Noto Sans itself.
std::string noto_name(char32_t code) {
  const UScriptCode script = script_of(code);
  switch (script) {
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
    case USCRIPT_UNKNOWN:
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC: return "";
    default: break;
  }
  std::string name = uscript_getName(script);
  std::erase(name, '_');
  return name;
}

}  // namespace

std::vector<std::string> fonts_for(char32_t code) {
  std::vector<std::string> names;
  if (is_emoji(code)) names.emplace_back("Emoji");
  if (is_cjk(code)) names.emplace_back("CJK");
  if (const std::string name = noto_name(code); !name.empty()) names.push_back(name);
  for (const char* name : {"", "Symbols", "Symbols2", "Math", "CJK", "Emoji", "DejaVu"}) {
    if (!std::ranges::count(names, name)) names.emplace_back(name);
  }
  return names;
}

std::string package_for(char32_t code) {
  if (is_emoji(code)) return "fonts-noto-color-emoji";
  if (is_cjk(code)) return "fonts-noto-cjk";
  const bool character =
      u_isgraph(static_cast<UChar32>(code)) != 0 && u_charType(static_cast<UChar32>(code)) != U_PRIVATE_USE_CHAR;
  return character ? "fonts-noto-core" : "";
}

}  // namespace engine
