#include "engine/base/font_files.h"

#include <array>
#include <cstddef>
#include <filesystem>

namespace engine {
namespace {

using Paths = std::array<const char*, 4>;  // Debian's and Ubuntu's places, in order of preference

constexpr std::array<Paths, 4> kPaths = {{
    {"/usr/share/fonts/opentype/inter/Inter-Regular.otf", "/usr/share/fonts/opentype/inter/Inter-Regular.ttf",
     "/usr/share/fonts/truetype/inter/Inter-Regular.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"},
    {"/usr/share/fonts/opentype/inter/Inter-SemiBold.otf", "/usr/share/fonts/opentype/inter/Inter-SemiBold.ttf",
     "/usr/share/fonts/truetype/inter/Inter-SemiBold.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"},
    {"/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf",
     "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"},
    {"/usr/share/fonts/truetype/fork-awesome/forkawesome-webfont.ttf"},
}};

constexpr std::array kScriptFonts = {
    ScriptFont{"Cyrillic, Vietnamese, Greek", "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", "fonts-noto-core",
               0x0250, 0x2DFF},
    ScriptFont{"Hebrew", "/usr/share/fonts/truetype/noto/NotoSansHebrew-Regular.ttf", "fonts-noto-core", 0x0590,
               0x05FF},
    ScriptFont{"Arabic", "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf", "fonts-noto-core", 0x0600,
               0x08FF},
    ScriptFont{"Devanagari", "/usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf", "fonts-noto-core", 0x0900,
               0x097F},
    ScriptFont{"Thai", "/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf", "fonts-noto-core", 0x0E00, 0x0E7F},
    ScriptFont{"Chinese, Japanese, Korean", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk",
               0x1100, 0xFFEF},
    ScriptFont{"symbols", "/usr/share/fonts/truetype/noto/NotoSansSymbols2-Regular.ttf", "fonts-noto-core", 0x2000,
               0x2BFF},
    ScriptFont{"symbols", "/usr/share/fonts/truetype/noto/NotoSansSymbols-Regular.ttf", "fonts-noto-core", 0x2000,
               0x2BFF}};

}  // namespace

bool ScriptFont::installed() const {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

std::span<const ScriptFont> script_fonts() { return kScriptFonts; }

std::string find_font(FontFile font) {
  std::error_code ignored;
  for (const char* path : kPaths[static_cast<std::size_t>(font)]) {
    if (path != nullptr && std::filesystem::exists(path, ignored)) return path;
  }
  return {};
}

}  // namespace engine
