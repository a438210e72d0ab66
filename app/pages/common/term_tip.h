// What a word on a page means, for those who rest the mouse on it: the text of the glossary (app/table/glossary.h).
//
//   draw_text(font, at, colour, "Confusion");
//   common::term_tip(style, "confusion matrix", {at, at + size});
//
// Main thread only, while a frame is built.
#pragma once

#include <string_view>

#include "app/pages/page.h"

namespace app::common {

// Over a word that was drawn; moves the cursor. Nothing where the glossary lacks it.
void term_tip(const widgets::Style& style, std::string_view word, const widgets::Rect& in);
// A section whose title explains itself.
void term_section(const widgets::Style& style, std::string_view title, std::string_view note, std::string_view word);

}  // namespace app::common
