#include "app/intake/folder_walk.h"

#include <algorithm>
#include <array>
#include <deque>
#include <set>
#include <stdexcept>

#include <sys/stat.h>

#include "app/intake/table.h"
#include "app/intake/text_encoding.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 12> kHousekeeping = {
    "__macosx",    "@eadir",   "thumbs.db",    "desktop.ini",
    "lost+found",  "#recycle", "$recycle.bin", "system_volume_information",
    "__pycache__", "@recycle", "#snapshot",    "thumbnails"};
constexpr std::array<std::string_view, 8> kMaskWords = {
    "mask", "masks", "segmentation", "segmentations", "lesion_masks", "lesion_mask", "annotations_masks", "seg"};

std::string reason_of(const std::error_code& error) { return error.message(); }

class Walker {
 public:
  explicit Walker(fs::path root) : root_(std::move(root)) {}

  FolderWalk walk() {
    waiting_.push_back({root_, ""});
    while (!waiting_.empty() || !linked_.empty()) {
      std::deque<WalkedFile>& queue = waiting_.empty() ? linked_ : waiting_;  // what is really here comes first
      const WalkedFile folder = queue.front();
      queue.pop_front();
      enter(folder);
    }
    for (auto* list : {&walk_.pictures, &walk_.masks, &walk_.tables, &walk_.containers})
      std::ranges::sort(*list, {}, &WalkedFile::path);
    return std::move(walk_);
  }

 private:
  void enter(const WalkedFile& folder) {
    struct stat status {};
    if (::stat(folder.path.c_str(), &status) == 0 && !seen_.insert({status.st_dev, status.st_ino}).second) {
      walk_.left_out.add("links to a folder that was read already", folder.name);
      return;
    }
    std::error_code failed;
    fs::directory_iterator entries(folder.path, failed);
    for (; !failed && entries != fs::directory_iterator(); entries.increment(failed)) look_at(*entries, folder.name);
    if (!failed) return;
    if (folder.name.empty())
      throw std::runtime_error("importing a folder: cannot read it (" + reason_of(failed) +
                               "); check the permissions: " + utf8_text(folder.path.string()));
    walk_.left_out.add("folders that cannot be read (" + reason_of(failed) + ")", folder.name);
  }

  void look_at(const fs::directory_entry& entry, const std::string& above) {
    const std::string own_name = utf8_text(entry.path().filename().string());
    WalkedFile file{entry.path(), above.empty() ? own_name : above + "/" + own_name};
    std::error_code failed;
    const bool linked = entry.is_symlink(failed);
    const bool is_folder = entry.is_directory(failed);
    if (is_housekeeping(own_name))
      walk_.left_out.add(is_folder ? "folders of other programs" : "hidden files and files of other programs",
                         file.name);
    else if (is_folder)
      (linked ? linked_ : waiting_).push_back(std::move(file));
    else if (entry.is_regular_file(failed))
      sort_in(std::move(file));
    else
      walk_.left_out.add(linked ? "broken links" : "things that are no files", file.name);
  }

  void sort_in(WalkedFile file) {
    if (is_image_file(file.path))
      (is_mask_name(file.name) ? walk_.masks : walk_.pictures).push_back(std::move(file));
    else if (is_table_file(file.path))
      walk_.tables.push_back(std::move(file));
    else if (is_container_file(file.path))
      walk_.containers.push_back(std::move(file));
    else if (file.path.filename() == "HAM10000_metadata")  // as the repository hands it out, without an extension
      walk_.tables.push_back(std::move(file));
    else
      leave_out(file);
  }

  void leave_out(const WalkedFile& file) {
    if (is_unread_spreadsheet(file.path)) {
      walk_.left_out.add(kUnreadSpreadsheets, file.name);
      return;
    }
    walk_.left_out.add("files that are not JPEG, PNG, tables or containers by their name",
                       file.name + (file.path.has_extension() ? "" : " (no extension)"));
  }

  fs::path root_;
  std::deque<WalkedFile> waiting_, linked_;
  std::set<std::pair<dev_t, ino_t>> seen_;
  FolderWalk walk_;
};

bool is_mask_word(const std::string& word) {
  return std::ranges::find(kMaskWords, word) != kMaskWords.end() || word.ends_with("_segmentations") ||
         word.find("segmentations_lesion") != std::string::npos || word.starts_with("masks_") ||
         word.ends_with("_masks");
}

}  // namespace

bool is_housekeeping(std::string_view name) {
  const std::string key = column_key(name);
  return name.starts_with(".") || name.starts_with("~$") || key.find("superpixels") != std::string::npos ||
         std::ranges::find(kHousekeeping, key) != kHousekeeping.end();
}

bool is_mask_folder(std::string_view folder) { return is_mask_word(column_key(folder)); }

bool is_mask_name(std::string_view name) {
  std::size_t begin = 0;
  for (std::size_t slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', begin)) {
    if (is_mask_folder(name.substr(begin, slash - begin))) return true;
    begin = slash + 1;
  }
  const std::string file = column_key(name.substr(begin, name.rfind('.') - begin));
  return file.ends_with("_segmentation") || file.ends_with("_mask");
}

FolderWalk walk_folder(const fs::path& folder) { return Walker(fs::absolute(folder).lexically_normal()).walk(); }

}  // namespace app
