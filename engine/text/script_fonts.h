// Which packaged fonts are asked for a character, and which package would have it.
// Any thread; pure.
#pragma once

#include <string>
#include <vector>

namespace engine {

// Names for ScriptFonts::find, the best first.
std::vector<std::string> fonts_for(char32_t code);
std::string package_for(char32_t code);  // empty for what is no character

}  // namespace engine
