// A field that opens a list below it. The list takes the keyboard: arrows go through it, Enter chooses, Escape
// closes (the shell's part). Main thread only, while a frame is built.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/widgets/style.h"

namespace app::widgets {

// Gives the index that was chosen, or -1. `selected` outside the list: none is.
int drop_down(const Style& style, std::string_view landmark, std::span<const std::string> names, int selected,
              ImVec2 size);

}  // namespace app::widgets
