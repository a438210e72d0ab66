#include "app/workspace/output_file.h"

#include <array>
#include <stdexcept>
#include <string>
#include <system_error>

#include "db/hash/sha256.h"
#include "db/image_scan.h"
#include "db/images.h"
#include "ml/model/atomic_file.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr std::array kKeptFolders = {"cache", "runs", "images", "demo_images"};
constexpr std::string_view kDatabase = "nevus.db";
constexpr std::uintmax_t kLargestImage_bytes = 256U << 20U;  // larger files are no image that could be imported

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw std::runtime_error("writing a file: " + why + "; choose another name: " + path.string());
}

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return fs::equivalent(a, b, error) && !error;
}

// What the workspace keeps of its own at this place; empty: nothing.
std::string kept_by_workspace(const fs::path& path, const Workspace& workspace) {
  std::error_code error;
  const fs::path folder = fs::weakly_canonical(workspace.folder(), error);
  const fs::path inside = path.lexically_relative(folder);
  if (!inside.empty() && *inside.begin() != "..") {
    const std::string first = inside.begin()->string();
    if (first.starts_with(kDatabase)) return "its database";
    for (const char* kept : kKeptFolders)
      if (first == kept) return "its folder " + first;
  }
  for (const char* file : {"nevus.db", "nevus.db-wal", "nevus.db-shm", "nevus.db-journal"})
    if (same_file(path, folder / file)) return "its database";  // under another name
  return "";
}

// An image or mask of the workspace that is this file, whatever it is called here; empty: none is.
std::string image_at(const fs::path& path, const Workspace& workspace) {
  const auto reader = workspace.make_reader();
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {  // nothing to lose, but for a picture that is away just now
    const auto away = db::find_by_path(*reader, path.string());
    return away ? "image " + std::to_string(away->id) : "";
  }
  const bool may_be_image = fs::file_size(path, error) <= kLargestImage_bytes;
  const std::string hash = may_be_image ? db::sha256_file(path) : "";
  const auto is_here = [&](const fs::path& other) {
    return other == path || (other.filename() == path.filename() && same_file(other, path));
  };
  for (const db::Image& image : db::images(*reader)) {
    if (image.sha256 == hash || is_here(image.path)) return "image " + std::to_string(image.id);
    if (!image.mask_path.empty() && is_here(image.mask_path)) return "the mask of image " + std::to_string(image.id);
  }
  return "";
}

// As the workspace spells what it keeps. The place need not be there yet.
fs::path where_written(const fs::path& path) {
  const fs::path named = fs::absolute(path).lexically_normal();
  if (ml::is_written_through(named)) return named;
  const fs::path target = ml::with_links_followed(named);
  std::error_code error;
  const fs::path folder = fs::weakly_canonical(target.parent_path(), error);
  return error ? target : folder / target.filename();
}

// Found out before anything is computed and before a look at the test split is counted.
void require_folder_of(const fs::path& target, const fs::path& named) {
  std::error_code error;
  if (!fs::is_directory(target.parent_path(), error))
    throw std::runtime_error(
        "writing a file: its folder is not there; make the folder first, or choose another name: " + named.string());
}

void require_not_of(const fs::path& target, const fs::path& named, const Workspace& workspace) {
  if (const std::string kept = kept_by_workspace(target, workspace); !kept.empty())
    refuse(named, "the workspace keeps " + kept + " there");
  if (const std::string image = image_at(target, workspace); !image.empty())
    refuse(named, "it is " + image + " of the workspace");
}

}  // namespace

OutputFile::OutputFile(const fs::path& path, const Workspace* workspace, const std::vector<fs::path>& inputs)
    : path_(where_written(path)) {
  std::error_code error;
  if (path.empty() || fs::is_directory(path_, error)) refuse(path, "this is a folder");
  for (const fs::path& input : inputs)
    if (same_file(path_, input)) refuse(path, "it is what is read to make it");
  if (workspace != nullptr) require_not_of(path_, path, *workspace);
  require_folder_of(path_, path);
}

void require_ending(const fs::path& path, const std::string& ending, const std::string& attempt) {
  if (path.extension() == ending || ml::is_written_through(where_written(path))) return;
  throw std::runtime_error(attempt + ": its file ends in " + ending + ": " + path.string());
}

void OutputFile::write(std::string_view bytes) const {
  ml::write_file_atomically(path_, std::array<std::string_view, 1>{bytes});
}

void OutputFile::write(std::span<const std::byte> bytes) const {
  write(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

void require_free_folder(const fs::path& folder, const Workspace& workspace) {
  std::error_code error;
  const fs::path place = fs::weakly_canonical(folder, error);
  if (fs::exists(place, error) && !fs::is_directory(place, error)) refuse(folder, "it is no folder");
  if (same_file(place, workspace.folder())) refuse(folder, "it is the workspace itself");
  if (const std::string kept = kept_by_workspace(place, workspace); !kept.empty())
    refuse(folder, "the workspace keeps " + kept + " there");
  if (!fs::exists(place, error)) return;
  bool holds_images = false;
  const auto reader = workspace.make_reader();
  const std::string inside = place.string() + "/";
  db::for_each_image(*reader, 0, [&](const db::ImageLine& line) {
    holds_images =
        holds_images || (line.path.starts_with(inside) && line.path.find('/', inside.size()) == line.path.npos);
  });
  if (holds_images) refuse(folder, "images of the workspace lie in it");
}

}  // namespace app
