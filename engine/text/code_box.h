// What stands for a character that no installed font has: a box with its code point in hexadecimal digits.
// Any thread; pure.
#pragma once

#include "engine/text/glyph_picture.h"

namespace engine {

GlyphPicture code_box(char32_t code);

}  // namespace engine
