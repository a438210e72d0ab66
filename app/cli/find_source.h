// The data sets that images came with, as a user names them. Any thread; pure.
#pragma once

#include <string>
#include <vector>

#include "db/images.h"

namespace app::cli {

// Throws where none of the images is of this source, naming those there are.
void require_source(const std::vector<db::Image>& images, const std::string& name);

}  // namespace app::cli
