// The data sets that images came with, as a user names them. Any thread; pure.
#pragma once

#include <string>
#include <vector>

#include "db/images.h"

namespace app::cli {

// Throws where none of the images is of this source, naming those there are.
void require_source(const std::vector<db::Image>& images, const std::string& name);

// Without outer blanks, which would make a source of their own. Throws where nothing is left; `attempt` begins the
// reason.
std::string source_name(const std::string& typed, const std::string& attempt);

}  // namespace app::cli
