#include "app/cli/find_image.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace app::cli {
namespace fs = std::filesystem;
namespace {

std::optional<db::Image> by_number(const db::Readable& from, const std::string& said) {
  db::ImageId id = 0;
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), id);
  if (error != std::errc() || end != said.data() + said.size()) return std::nullopt;
  return db::image(from, id);
}

std::vector<db::Image> by_name(const db::Readable& from, const std::string& said) {
  std::vector<db::Image> found;
  for (auto images : {db::images(from), db::removed_images(from)}) {
    for (db::Image& image : images) {
      const fs::path path = image.path;
      if (path.filename() == said || path.stem() == said) found.push_back(std::move(image));
    }
  }
  return found;
}

}  // namespace

db::Image find_image(const db::Readable& from, const std::string& said) {
  if (auto image = db::find_by_path(from, fs::absolute(said).lexically_normal().string())) return *image;
  if (auto image = db::find_by_hash(from, said)) return *image;
  std::vector<db::Image> named = by_name(from, said);
  if (named.empty()) {
    if (auto image = by_number(from, said)) return *image;
    throw std::runtime_error("finding an image: none in the workspace has this number, path, hash or file name: " +
                             said);
  }
  if (named.size() > 1) {
    throw std::runtime_error("finding an image: " + std::to_string(named.size()) +
                             " images have this file name; give the path: " + said);
  }
  return named.front();
}

}  // namespace app::cli
