// Where the shipped files are: class list, starter model, demo recipe, scripts.
// Any thread.
#pragma once

#include <filesystem>
#include <string_view>

namespace app {

// NEVUS_ASSETS_DIR, else the folder beside the program (../share/nevus), else the source tree's.
// Throws when none of them holds the class list.
std::filesystem::path assets_folder();
std::filesystem::path asset(std::string_view name);

}  // namespace app
