#include "app/shell/folder_browser.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>

#include "app/core/lower_case.h"
#include "app/core/number_text.h"
#include "app/intake/import_source.h"
#include "app/widgets/format.h"

namespace app {
namespace fs = std::filesystem;
namespace {

using widgets::counted;
constexpr long kMostCounted = 200'000;

bool is_split(const std::string& name) { return name == "train" || name == "val" || name == "test"; }

std::optional<EntryKind> kind_of(const fs::directory_entry& entry) {
  std::error_code unreadable;  // a broken link is simply not offered
  if (entry.is_directory(unreadable)) return EntryKind::Folder;
  if (is_table_file(entry.path())) return EntryKind::Table;
  if (is_container_file(entry.path())) return EntryKind::Container;
  if (is_weights_file(entry.path())) return EntryKind::Weights;
  return std::nullopt;
}

}  // namespace

fs::path start_folder() {
  const char* home = std::getenv("HOME");
  std::error_code ignored;
  return home != nullptr && fs::is_directory(home, ignored) ? fs::path(home) : fs::current_path(ignored);
}

bool is_weights_file(const fs::path& path) { return in_lower_case(path.extension().string()) == ".safetensors"; }

FolderListing list_folder(const fs::path& folder) {
  FolderListing listing;
  std::error_code failed;
  const fs::path absolute = fs::weakly_canonical(folder, failed);
  fs::directory_iterator entries(absolute, failed);
  if (failed) return {.message = "Cannot look into this folder: " + failed.message()};
  listing.folder = absolute.string();
  for (; entries != fs::directory_iterator(); entries.increment(failed)) {
    const fs::directory_entry& entry = *entries;
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".")) continue;
    if (const auto kind = kind_of(entry)) listing.entries.push_back({*kind, name});
  }
  std::ranges::sort(listing.entries, {}, [](const FolderEntry& entry) { return std::pair(entry.kind, entry.name); });
  return listing;
}

FolderContent count_folder(const fs::path& folder, const std::stop_token& stop) {
  std::error_code failed;
  if (fs::exists(folder / "index.tsv", failed)) {
    const auto images = static_cast<long>(read_index_table(folder / "index.tsv").items.size());
    return {images, counted(images, "image", "images") + " in its index table"};
  }
  FolderContent content;
  std::set<std::string> classes;
  fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, failed);
  for (; !failed && it != fs::recursive_directory_iterator() && !stop.stop_requested(); it.increment(failed)) {
    if (!is_image_file(it->path())) continue;
    if (++content.images > kMostCounted) return {content.images, "more than " + grouped(kMostCounted) + " images"};
    const fs::path inside = it->path().parent_path();
    if (inside != folder && !is_split(inside.filename().string())) classes.insert(inside.filename().string());
  }
  content.text = content.images == 0 ? "no images" : counted(content.images, "image", "images");
  if (!classes.empty()) content.text += " in " + counted(static_cast<std::int64_t>(classes.size()), "class", "classes");
  return content;
}

}  // namespace app
