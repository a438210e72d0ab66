// The one file with the differences between ImGui's font interfaces (1.86 to 1.91).
#include "engine/ui_host/fonts.h"

#include <filesystem>
#include <initializer_list>
#include <string>

#include <imgui_freetype.h>

namespace engine {
namespace {

using Paths = std::initializer_list<const char*>;

// Debian's and Ubuntu's places.
constexpr Paths kRegular = {
    "/usr/share/fonts/opentype/inter/Inter-Regular.otf", "/usr/share/fonts/opentype/inter/Inter-Regular.ttf",
    "/usr/share/fonts/truetype/inter/Inter-Regular.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"};
constexpr Paths kSemiBold = {
    "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf", "/usr/share/fonts/opentype/inter/Inter-SemiBold.ttf",
    "/usr/share/fonts/truetype/inter/Inter-SemiBold.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"};
constexpr Paths kMono = {"/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf",
                         "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"};
constexpr Paths kIcons = {"/usr/share/fonts/truetype/fork-awesome/forkawesome-webfont.ttf"};

// Latin with accents, general punctuation, arrows, and the mathematical signs the interface uses.
constexpr ImWchar kText[] = {0x0020, 0x024F, 0x0370, 0x03FF, 0x2010, 0x2027, 0x2030,
                             0x205E, 0x2190, 0x21FF, 0x2200, 0x226F, 0};
constexpr ImWchar kIconRange[] = {0xF000, 0xF35F, 0};

std::string first_existing(Paths paths) {
  std::error_code ignored;
  for (const char* path : paths) {
    if (std::filesystem::exists(path, ignored)) return path;
  }
  return {};
}

ImFont* add(ImFontAtlas& atlas, Paths paths, float size_px) {
  const std::string path = first_existing(paths);
  if (!path.empty()) return atlas.AddFontFromFileTTF(path.c_str(), size_px, nullptr, kText);
  ImFontConfig config;
  config.SizePixels = size_px;
  return atlas.AddFontDefault(&config);
}

// Into the font added last, so that text and icons mix in one line.
bool merge_icons(float size_px) {
  const std::string path = first_existing(kIcons);
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

}  // namespace

Fonts load_fonts(float scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  use_freetype(atlas);
  Fonts fonts;
  fonts.body = add(atlas, kRegular, 16 * scale);
  fonts.has_icons = merge_icons(15 * scale);
  fonts.small = add(atlas, kRegular, 14 * scale);
  merge_icons(13 * scale);
  fonts.tiny = add(atlas, kRegular, 12 * scale);
  merge_icons(12 * scale);
  fonts.strong = add(atlas, kSemiBold, 16 * scale);
  merge_icons(15 * scale);
  fonts.title = add(atlas, kSemiBold, 22 * scale);
  fonts.mono = add(atlas, kMono, 13 * scale);
  fonts.icons = fonts.body;
  if (fonts.has_icons)
    fonts.icons = atlas.AddFontFromFileTTF(first_existing(kIcons).c_str(), 20 * scale, nullptr, kIconRange);
  atlas.Build();
  return fonts;
}

ImFont* load_caption_font(ImFontAtlas& atlas, float size_px) {
  use_freetype(atlas);
  ImFont* font = add(atlas, kRegular, size_px);
  atlas.Build();
  return font;
}

}  // namespace engine
