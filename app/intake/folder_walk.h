// All files below a folder, by kind, in the order of their names. Links are followed, each folder is read once (a link
// that leads back is left out and named), housekeeping folders and hidden files are skipped and counted, and a broken
// link or a folder that cannot be read is named and never ends the rest. One thread a call; plain values.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/intake/omissions.h"

namespace app {

struct WalkedFile {
  std::filesystem::path path;
  std::string name;  // below the folder, as UTF-8, with slashes
};

struct FolderWalk {
  std::vector<WalkedFile> pictures;
  std::vector<WalkedFile> masks;  // pictures in a folder of masks, or called so
  std::vector<WalkedFile> tables;
  std::vector<WalkedFile> containers;
  Omissions left_out;
};

// Throws std::runtime_error when the folder itself cannot be read.
FolderWalk walk_folder(const std::filesystem::path& folder);

// Of other programs: hidden, __MACOSX, @eaDir, …, and superpixels, which are drawings and no photographs.
bool is_housekeeping(std::string_view folder_or_file);
bool is_mask_name(std::string_view name_below_folder);
bool is_mask_folder(std::string_view folder);

}  // namespace app
