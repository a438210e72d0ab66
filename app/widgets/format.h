// Numbers as the interface writes them. Pure. Any thread.
#pragma once

#include <string>

#include "app/core/number_text.h"

namespace app::widgets {

using app::counted;                                      // "1 image", "12 images"
using app::grouped;                                      // 5984 -> "5,984"
std::string decimals(float value, int places);           // NaN -> "–"
std::string percent(float ratio, int places = 0);        // 0.713 -> "71 %"; NaN -> "–"
std::string duration(float seconds);                     // "02:41", "1:02:41"; negative or NaN -> ""
std::string learning_rate(float rate);                   // "1e-3", "2.5e-4"
std::string shortcut_text(const std::string& shortcut);  // "ctrl+shift+z" -> "Ctrl Shift Z"; "ctrl++" -> "Ctrl +"

}  // namespace app::widgets
