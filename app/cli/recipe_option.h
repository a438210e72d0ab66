// What the verbs that take a recipe share. Any thread; pure functions.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace app::cli {

std::vector<std::string> preset_names();

// NAME=VALUE. Throws when there is no equals sign.
std::pair<std::string, std::string> split_assignment(const std::string& assignment);

}  // namespace app::cli
