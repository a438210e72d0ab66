#include "engine/base/font_files.h"

#include <array>
#include <cstddef>
#include <cstdlib>
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

ScriptFonts::ScriptFonts() {
  const char* folder = std::getenv("NEVUS_FONTS");
  fonts_ = folder != nullptr && *folder != '\0' ? folder : "/usr/share/fonts";
}

std::string ScriptFonts::find(const std::string& name, bool bold) const {
  const std::filesystem::path noto = fonts_ / "truetype/noto";
  std::vector<std::filesystem::path> places;
  if (name == "CJK")
    places = {fonts_ / "opentype/noto/NotoSansCJK-Bold.ttc", fonts_ / "opentype/noto/NotoSansCJK-Regular.ttc"};
  else if (name == "DejaVu")
    places = {fonts_ / "truetype/dejavu/DejaVuSans-Bold.ttf", fonts_ / "truetype/dejavu/DejaVuSans.ttf"};
  else if (name == "Emoji")
    places = {noto / "NotoColorEmoji.ttf"};
  else
    places = {noto / ("NotoSans" + name + "-Bold.ttf"), noto / ("NotoSans" + name + "-Regular.ttf")};
  if (!bold && places.size() == 2) places.erase(places.begin());
  std::error_code ignored;
  for (const std::filesystem::path& place : places) {
    if (std::filesystem::exists(place, ignored)) return place.string();
  }
  return {};
}

std::vector<FontPackage> ScriptFonts::packages() const {
  return {{"fonts-noto-core", "most scripts", !find("", false).empty()},
          {"fonts-noto-cjk", "East Asian", !find("CJK", false).empty()},
          {"fonts-noto-color-emoji", "emoji", !find("Emoji", false).empty()}};
}

}  // namespace engine
