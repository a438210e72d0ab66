// Where the distribution keeps the font files the program draws with.
// Any thread; looks at the file system.
#pragma once

#include <span>
#include <string>

namespace engine {

enum class FontFile { Regular, SemiBold, Mono, Icons };

std::string find_font(FontFile font);  // path; empty when it is not installed, nor what may stand in for it

// A font for characters that the interface's own does not have, in order of preference.
struct ScriptFont {
  const char* script;  // "Chinese, Japanese, Korean"
  const char* path;
  const char* package;         // that has it
  char32_t low = 0, high = 0;  // where its characters are
  bool installed() const;
};
std::span<const ScriptFont> script_fonts();

}  // namespace engine
