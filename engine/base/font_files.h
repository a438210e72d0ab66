// Where the distribution keeps the font files the program draws with.
// Any thread; looks at the file system.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace engine {

enum class FontFile { Regular, SemiBold, Mono, Icons };

std::string find_font(FontFile font);  // path; empty when it is not installed, nor what may stand in for it

// A package of fonts for other scripts, and whether it is there.
struct FontPackage {
  std::string name, holds;
  bool installed = false;
};

// The fonts for scripts that the interface's own lacks.
class ScriptFonts {
 public:
  ScriptFonts();  // where NEVUS_FONTS says, else where the distribution has them
  // Below `fonts` the folders lie as Debian and Ubuntu have them.
  explicit ScriptFonts(std::filesystem::path fonts) : fonts_(std::move(fonts)) {}

  // Of Noto Sans NAME ("Arabic", "Symbols2", "" for Latin, Greek and Cyrillic); "CJK" is the one of Chinese, Japanese
  // and Korean, "Emoji" the coloured pictures, "DejaVu" what most systems have. Empty when it is not installed.
  std::string find(const std::string& name, bool bold) const;
  std::vector<FontPackage> packages() const;

 private:
  std::filesystem::path fonts_;
};

}  // namespace engine
