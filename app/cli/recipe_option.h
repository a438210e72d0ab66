// What the verbs that take a recipe share. Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

namespace app::cli {

// Every name that --preset accepts: the present ones, then former ones.
std::vector<std::string> preset_names();

}  // namespace app::cli
