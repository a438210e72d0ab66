// Where the distribution keeps the font files the program draws with.
// Any thread; looks at the file system.
#pragma once

#include <string>

namespace engine {

enum class FontFile { Regular, SemiBold, Mono, Icons };

std::string find_font(FontFile font);  // path; empty when it is not installed, nor what may stand in for it

}  // namespace engine
