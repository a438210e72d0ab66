// What the import dialog shows of a folder: its folders, what can be imported by name, and what an import of it would
// bring. Any thread: a disk may answer late.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "app/shell/shell_view.h"

namespace app {

// Where browsing begins: the user's home, else the current folder.
std::filesystem::path start_folder();

bool is_weights_file(const std::filesystem::path& path);

struct FolderListing {
  std::string folder;                // its whole path
  std::vector<FolderEntry> entries;  // folders first, then by name
  std::string message;               // why it could not be listed; nothing else is set then
};
FolderListing list_folder(const std::filesystem::path& folder);

// What an import of the folder would bring: "5,984 images in 7 classes", "more than 200,000 images". May take a while.
struct FolderContent {
  long images = 0;
  std::string text;
};
FolderContent count_folder(const std::filesystem::path& folder, const std::stop_token& stop);

}  // namespace app
