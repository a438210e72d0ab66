// With glyph_room.cpp the one place that knows ImGui's atlas, which is alike from 1.86 to 1.91.
#include "engine/ui/fonts.h"

#include <string>

#include <imgui_freetype.h>

#include "engine/base/font_files.h"

namespace engine {
namespace {

// Latin, general punctuation, arrows, and the mathematical signs the interface uses; the rest when it is met.
constexpr ImWchar kText[] = {0x0020, 0x00FF, 0x2010, 0x2027, 0x2030, 0x205E, 0x2190, 0x21FF, 0x2200, 0x226F, 0};
constexpr ImWchar kIconRange[] = {0xF000, 0xF35F, 0};
constexpr int kAtlasWidth_px = 2048, kRoomWidth_px = 2000;

ImFont* add(ImFontAtlas& atlas, FontFile file, float size_px) {
  const std::string path = find_font(file);
  if (!path.empty()) return atlas.AddFontFromFileTTF(path.c_str(), size_px, nullptr, kText);
  ImFontConfig config;
  config.SizePixels = size_px;
  return atlas.AddFontDefault(&config);
}

// Into the font added last, so that text and icons mix in one line.
bool merge_icons(float size_px) {
  const std::string path = find_font(FontFile::Icons);
  if (path.empty()) return false;
  ImFontConfig config;
  config.MergeMode = true;
  config.GlyphMinAdvanceX = size_px * 1.2F;
  config.GlyphOffset.y = 1;
  return ImGui::GetIO().Fonts->AddFontFromFileTTF(path.c_str(), size_px, &config, kIconRange) != nullptr;
}

void use_freetype(ImFontAtlas& atlas) {
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
}

// Rasterised large, measured in logical pixels.
void measure_logically(ImFontAtlas& atlas, float scale) {
  for (ImFont* font : atlas.Fonts) {
    for (ImFontGlyph& glyph : font->Glyphs) {
      for (float* number : {&glyph.X0, &glyph.Y0, &glyph.X1, &glyph.Y1, &glyph.AdvanceX}) *number /= scale;
    }
    for (float* number : {&font->FontSize, &font->Ascent, &font->Descent}) *number /= scale;
    font->BuildLookupTable();
  }
}

}  // namespace

bool is_loaded_at_once(char32_t code) {
  if (code >= kIconRange[0] && code <= kIconRange[1]) return true;
  if (code >= 0x7F && code < 0xA0) return false;  // control characters
  for (std::size_t i = 0; kText[i] != 0; i += 2) {
    if (code >= kText[i] && code <= kText[i + 1]) return true;
  }
  return false;
}

Fonts load_fonts(float scale, int room_px) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.TexDesiredWidth = kAtlasWidth_px;
  use_freetype(atlas);
  Fonts fonts;
  fonts.scale = scale;
  fonts.room_id = atlas.AddCustomRectRegular(kRoomWidth_px, room_px);
  fonts.body = add(atlas, FontFile::Regular, 16 * scale);
  fonts.has_icons = merge_icons(15 * scale);
  fonts.small = add(atlas, FontFile::Regular, 14 * scale);
  merge_icons(13 * scale);
  fonts.tiny = add(atlas, FontFile::Regular, 12 * scale);
  merge_icons(12 * scale);
  fonts.strong = add(atlas, FontFile::SemiBold, 16 * scale);
  merge_icons(15 * scale);
  fonts.title = add(atlas, FontFile::SemiBold, 22 * scale);
  fonts.mono = add(atlas, FontFile::Mono, 13 * scale);
  fonts.icons = fonts.body;
  if (fonts.has_icons)
    fonts.icons = atlas.AddFontFromFileTTF(find_font(FontFile::Icons).c_str(), 20 * scale, nullptr, kIconRange);
  atlas.Build();
  if (scale != 1) measure_logically(atlas, scale);
  return fonts;
}

}  // namespace engine
