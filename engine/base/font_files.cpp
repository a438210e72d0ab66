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

}  // namespace

std::string find_font(FontFile font) {
  std::error_code ignored;
  for (const char* path : kPaths[static_cast<std::size_t>(font)]) {
    if (path != nullptr && std::filesystem::exists(path, ignored)) return path;
  }
  return {};
}

}  // namespace engine
