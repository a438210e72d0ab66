#include "engine/ui/glyph_demand.h"

#include <algorithm>

#include <imgui.h>
#include <imgui_internal.h>

namespace engine {
namespace {

constexpr char16_t kFirstPrivate = 0xE000, kLastPrivate = 0xEFFF;  // below the icons
constexpr std::size_t kMost = 6000;                                // characters; the atlas has to stay a texture
constexpr char16_t kNoRoom = 0xFFFD;

// Held from the start (fonts.cpp), or never drawn.
bool is_held(char32_t code) {
  return code <= 0x024F || (code >= 0x0370 && code <= 0x03FF) || (code >= 0x2010 && code <= 0x226F) ||
         (code >= 0xF000 && code <= 0xF35F);
}

// Joiners and marks of direction or variation have no shape of their own.
bool has_no_shape(char32_t code) {
  return (code >= 0x200B && code <= 0x200F) || (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF;
}

void append_utf8(std::string& text, char16_t code) {
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0 | code >> 6);
    text += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    text += static_cast<char>(0xE0 | code >> 12);
    text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// The code point at the beginning, and its bytes; bytes that are no UTF-8 are one replacement character each.
std::pair<char32_t, std::size_t> first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : byte(0) >= 0xC0 ? 2 : 1;
  if (length == 1) return {byte(0) < 0x80 ? byte(0) : kNoRoom, 1};
  if (length > text.size()) return {kNoRoom, 1};
  char32_t code = byte(0) & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {kNoRoom, 1};
    code = code << 6U | (byte(i) & 0x3FU);
  }
  return {code, length};
}

}  // namespace

void GlyphDemand::want(char16_t code) { new_ = wanted_.insert(code).second || new_; }

std::string GlyphDemand::see(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto [code, bytes] = first_of(text);
    text.remove_prefix(bytes);
    if (has_no_shape(code)) continue;
    char16_t drawn = code > 0xFFFF ? kNoRoom : static_cast<char16_t>(code);
    const bool room = wanted_.size() < kMost;
    if (code > 0xFFFF) {
      const auto known = private_of_.find(code);
      const char16_t next = static_cast<char16_t>(kFirstPrivate + private_of_.size());
      if (known != private_of_.end()) {
        drawn = known->second;
      } else if (room && next <= kLastPrivate) {
        drawn = private_of_[code] = next;
        meaning_[next] = code;
      }
    }
    if (!is_held(drawn) && room) want(drawn);
    append_utf8(shown, drawn);
  }
  return shown;
}

bool GlyphDemand::take_new() { return std::exchange(new_, false); }

char32_t GlyphDemand::meaning(char16_t drawn) const {
  const auto found = meaning_.find(drawn);
  return found == meaning_.end() ? drawn : found->second;
}

// Bytes below 0xCD begin nothing beyond U+033F; everything from 0xCD on is looked at.
bool is_plain(std::string_view text) {
  return std::ranges::none_of(text, [](char byte) { return static_cast<unsigned char>(byte) >= 0xC9; });
}

std::string drawable(std::string_view text) {
  auto* demand = ImGui::GetCurrentContext() == nullptr ? nullptr : static_cast<GlyphDemand*>(ImGui::GetIO().UserData);
  return demand == nullptr ? std::string(text) : demand->see(text);
}

}  // namespace engine
