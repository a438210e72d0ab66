// What the import dialog shows of a folder: its folders, what can be imported by name, and how many
// images lie in it. Main thread only.
#pragma once

#include <filesystem>

#include "app/shell/shell_view.h"

namespace app {

// Where browsing begins: the user's home, else the current folder.
std::filesystem::path start_folder();

bool is_weights_file(const std::filesystem::path& path);

// Fills folder, path, entries, images and message; a folder that cannot be read keeps the old listing.
void list_folder(const std::filesystem::path& folder, ImportView& view);

}  // namespace app
