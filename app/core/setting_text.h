// Settings of a recipe as people write them: "2:epochs=10 tail_block=9".
// Any thread; pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace app {

// NAME=VALUE. Throws when there is no equals sign, or nothing before it.
std::pair<std::string, std::string> split_assignment(std::string_view assignment);
// Assignments with spaces or commas between them.
std::vector<std::pair<std::string, std::string>> split_assignments(std::string_view text);

}  // namespace app
