// Finds the image a user means on the command line: its path or the end of it, its content hash, its file name (with or
// without extension) or its number.
// Any thread; pure queries.
#pragma once

#include <string>
#include <vector>

#include "db/images.h"
#include "db/reader.h"

namespace app::cli {

// Throws when nothing fits, or more than one image does: then they are named. "image:12" is the number 12 and nothing
// else.
db::Image find_image(const db::Readable& from, const std::string& said);
// Everything that fits, each image once.
std::vector<db::Image> images_meant(const db::Readable& from, const std::string& said);

}  // namespace app::cli
