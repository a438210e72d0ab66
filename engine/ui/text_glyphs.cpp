#include "engine/ui/text_glyphs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/text/display_text.h"
#include "engine/text/utf8.h"

namespace engine {
namespace {

constexpr std::size_t kMostTexts = 8192;
// Stand-ins are the code points of Yi: private ones would be fitter, but a text field refuses them. A syllable of Yi
// has a stand-in as well.
constexpr char32_t kFirstStandIn = 0xA000, kLastStandIn = 0xA4CF;
constexpr char32_t kFirstByte = kLastCode + 1;  // a byte that is no UTF-8, while it is edited

bool may_be_itself(char32_t code) { return code <= 0xFFFF && (code < kFirstStandIn || code > kLastStandIn); }

}  // namespace

TextGlyphs::TextGlyphs(const Fonts& fonts, ScriptFonts files)
    : painter_(std::move(files)), room_(fonts.room_id, fonts.scale) {
  reload(fonts);
}

void TextGlyphs::reload(const Fonts& fonts) {
  room_ = GlyphRoom(fonts.room_id, fonts.scale);
  fonts_.clear();
  for (const auto& [font, style] :
       {std::pair(fonts.body, FontFile::Regular), std::pair(fonts.small, FontFile::Regular),
        std::pair(fonts.tiny, FontFile::Regular), std::pair(fonts.strong, FontFile::SemiBold),
        std::pair(fonts.title, FontFile::SemiBold), std::pair(fonts.mono, FontFile::Mono)}) {
    fonts_.push_back({font, style, static_cast<int>(std::lround(font->FontSize * fonts.scale))});
  }
  for (auto& [text, prepared] : prepared_) prepared.fonts_ready = 0;
  full_ = false;
}

bool TextGlyphs::plain(const ImFont& font, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      ++at;
      if (byte >= 0x20 ? byte != 0x7F : byte == '\n' || byte == '\t') continue;
      return false;
    }
    const char32_t code = next_code(text, at);
    if (!is_loaded_at_once(code) || !GlyphRoom::has(font, static_cast<ImWchar>(code))) return false;
  }
  return true;
}

ImWchar TextGlyphs::stand_in(char32_t code) {
  if (may_be_itself(code)) return static_cast<ImWchar>(code);
  const auto [entry, fresh] = stand_ins_.try_emplace(code, static_cast<ImWchar>(kReplacement));
  if (fresh && stood_for_.size() <= kLastStandIn - kFirstStandIn) {
    entry->second = static_cast<ImWchar>(kFirstStandIn + stood_for_.size());
    stood_for_.push_back(code);
  }
  return entry->second;
}

TextGlyphs::Prepared TextGlyphs::prepared(std::u32string_view codes) {
  Prepared text;
  for (const char32_t code : codes) {
    const ImWchar glyph = stand_in(code);
    append_utf8(text.utf8, glyph);
    if (code < 0x80) continue;
    const std::pair entry(glyph, code < kFirstByte ? code : kReplacement);
    if (!std::ranges::count(text.glyphs, entry)) text.glyphs.push_back(entry);
  }
  return text;
}

void TextGlyphs::load(const ImFont* font, Prepared& text) {
  const auto known = std::ranges::find(fonts_, font, &SizedFont::font);
  if (known == fonts_.end()) return;
  const std::uint32_t bit = 1U << static_cast<std::uint32_t>(known - fonts_.begin());
  if ((text.fonts_ready & bit) != 0) return;
  text.fonts_ready |= bit;
  bool added = false;
  for (const auto& [glyph, code] : text.glyphs) {
    if (GlyphRoom::has(*font, glyph)) continue;
    if (!room_.add(*known->font, glyph, painter_.paint(code, known->style, known->size_px))) {
      full_ = true;
      break;
    }
    ++added_;
    added = true;
  }
  if (added) GlyphRoom::finish(*known->font);
  changed_ = changed_ || added;
}

std::string_view TextGlyphs::shown(const ImFont* font, std::string_view text) {
  if (plain(*font, text)) return text;
  auto found = prepared_.find(text);
  if (found == prepared_.end()) found = prepared_.emplace(text, prepared(display_text(text))).first;
  load(font, found->second);
  return found->second.utf8;
}

std::string TextGlyphs::editable(const ImFont* font, std::string_view text) {
  if (plain(*font, text)) return std::string(text);
  std::u32string codes;
  for (std::size_t at = 0; at < text.size();) {
    const bool valid = code_bytes(text, at) != 0;
    const auto byte = static_cast<unsigned char>(text[at]);
    const char32_t code = next_code(text, at);
    codes.push_back(valid ? code : kFirstByte + byte);
  }
  Prepared edited = prepared(codes);
  load(font, edited);
  return std::move(edited.utf8);
}

std::string TextGlyphs::stored(std::string_view edited) const {
  if (stood_for_.empty()) return std::string(edited);
  std::string text;
  for (std::size_t at = 0; at < edited.size();) {
    const char32_t code = next_code(edited, at);
    const std::size_t index = code - kFirstStandIn;
    const char32_t meant = code >= kFirstStandIn && index < stood_for_.size() ? stood_for_[index] : code;
    if (meant >= kFirstByte)
      text.push_back(static_cast<char>(static_cast<unsigned char>(meant - kFirstByte)));
    else
      append_utf8(text, meant);
  }
  return text;
}

void TextGlyphs::begin_frame() {
  if (prepared_.size() > kMostTexts) prepared_.clear();
}

bool TextGlyphs::take_changed() { return std::exchange(changed_, false); }

TextGlyphs* text_glyphs() { return static_cast<TextGlyphs*>(ImGui::GetIO().UserData); }

std::string_view shown(const ImFont* font, std::string_view text) {
  TextGlyphs* glyphs = text_glyphs();
  return glyphs == nullptr ? text : glyphs->shown(font, text);
}

}  // namespace engine
