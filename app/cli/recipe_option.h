// What the verbs that take a recipe share. Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

namespace app::cli {

std::vector<std::string> preset_names();

}  // namespace app::cli
