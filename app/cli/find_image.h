// Finds the image a user means on the command line: its path, its content hash, its file name or
// its number, in this order. Any thread; pure queries.
#pragma once

#include <string>

#include "db/images.h"
#include "db/reader.h"

namespace app::cli {

// Throws when nothing or more than one image fits, saying which.
db::Image find_image(const db::Readable& from, const std::string& said);

}  // namespace app::cli
