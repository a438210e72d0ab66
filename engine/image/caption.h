// Text under an exported picture, drawn on the CPU with the interface's font: what the picture shows, and
// the disclaimer that no export may lack.
// Any thread. Throws ImageError where no font is installed: better no export than one without its text.
#pragma once

#include <string>
#include <vector>

#include "engine/image/image.h"

namespace engine {

// A copy (RGB) with a dark strip below that holds the lines, wrapped at words to the picture's width.
Image with_caption(const Image& image, const std::vector<std::string>& lines);

}  // namespace engine
