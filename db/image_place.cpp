#include "db/image_place.h"

#include <algorithm>
#include <array>
#include <system_error>

namespace db {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 2> kOwnFolders = {"/demo_images/", "/images/"};

std::string with_slash(std::string folder) { return folder.ends_with('/') ? folder : folder + "/"; }

// A disk that cannot be asked just now is no answer.
bool is_gone(const std::string& path) {
  std::error_code unreachable;
  return fs::status(path, unreachable).type() == fs::file_type::not_found;
}

bool has_size(const std::string& path, std::int64_t bytes) {
  std::error_code unreachable;
  return fs::file_size(path, unreachable) == static_cast<std::uintmax_t>(bytes) && !unreachable;
}

// The slash before the next of the folders where a workspace keeps pictures.
std::size_t next_own_folder(std::string_view path, std::size_t from) {
  std::size_t first = std::string_view::npos;
  for (const std::string_view name : kOwnFolders) first = std::min(first, path.find(name, from));
  return first;
}

}  // namespace

std::string kept_place(const Connection& connection, const std::string& path) {
  const std::string folder = with_slash(connection.folder().string());
  return path.size() > folder.size() && path.starts_with(folder) ? path.substr(folder.size()) : path;
}

std::string whole_place(const Connection& connection, std::string kept) {
  if (kept.empty() || kept.front() == '/') return kept;
  return with_slash(connection.folder().string()) + kept;
}

ImagePlaces::ImagePlaces(const Connection& connection) : folder_(with_slash(connection.folder().string())) {}

std::string_view ImagePlaces::file(std::string_view kept, std::int64_t bytes) {
  former_.clear();
  if (kept.empty() || kept.starts_with(folder_)) return kept;
  if (kept.front() != '/') return place_.assign(folder_).append(kept);
  const auto found = found_again(kept, bytes);
  return found ? place_ = *found : kept;
}

std::string ImagePlaces::mask(const std::string& kept) const {
  if (!kept.empty() && kept.front() != '/') return folder_ + kept;
  if (former_.empty() || !kept.starts_with(former_) || !is_gone(kept)) return kept;
  const std::string here = folder_ + kept.substr(former_.size());
  return is_gone(here) ? kept : here;
}

// The size tells a picture of another set, which a like place may hold, from this one.
std::optional<std::string> ImagePlaces::found_again(std::string_view kept, std::int64_t bytes) {
  std::size_t at = next_own_folder(kept, 0);
  if (at == std::string_view::npos || !keeps_pictures()) return std::nullopt;
  for (; at != std::string_view::npos; at = next_own_folder(kept, at + 1)) {
    std::string here = folder_ + std::string(kept.substr(at + 1));
    if (!has_size(here, bytes)) continue;
    if (!is_gone(std::string(kept))) return std::nullopt;
    former_ = kept.substr(0, at + 1);
    return here;
  }
  return std::nullopt;
}

// Asked once, so that rows that lie elsewhere cost no look at the disk each.
bool ImagePlaces::keeps_pictures() {
  if (!keeps_pictures_)
    keeps_pictures_ = std::ranges::any_of(
        kOwnFolders, [&](std::string_view name) { return !is_gone(folder_ + std::string(name.substr(1))); });
  return *keeps_pictures_;
}

}  // namespace db
