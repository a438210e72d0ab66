// How an image's mask lies on it, in words for Inspect. Reads both headers: not for the main thread.
// Any thread; a pure function that does not throw.
#pragma once

#include <string>

#include "db/images.h"

namespace app {

std::string mask_text(const db::Image& image);  // "" where there is no mask

}  // namespace app
