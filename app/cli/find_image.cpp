#include "app/cli/find_image.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace app::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kNamed = 5;

std::optional<db::Image> by_number(const db::Readable& from, const std::string& said) {
  db::ImageId id = 0;
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), id);
  if (error != std::errc() || end != said.data() + said.size()) return std::nullopt;
  return db::image(from, id);
}

std::vector<db::Image> by_name(const db::Readable& from, const std::string& said) {
  std::vector<db::Image> found;
  for (db::Image& image : db::images(from)) {
    const fs::path path = image.path;
    if (path.filename() == said || path.stem() == said) found.push_back(std::move(image));
  }
  return found;
}

[[noreturn]] void refuse_several(const std::vector<db::Image>& named, const std::string& said) {
  std::string paths;
  for (std::size_t i = 0; i < std::min(kNamed, named.size()); ++i) paths += (i == 0 ? "" : ", ") + named[i].path;
  if (named.size() > kNamed) paths += ", …";
  throw std::runtime_error("finding an image: " + std::to_string(named.size()) + " images have the file name \"" +
                           said + "\"; give the path of the one that is meant: " + paths);
}

}  // namespace

// A name goes before a number: "0012" is the picture 0012.jpg where there is one, and not the twelfth.
db::Image find_image(const db::Readable& from, const std::string& said) {
  if (auto image = db::find_by_path(from, fs::absolute(said).lexically_normal().string())) return *image;
  if (auto image = db::find_by_hash(from, said)) return *image;
  std::vector<db::Image> named = by_name(from, said);
  if (named.size() > 1) refuse_several(named, said);
  if (!named.empty()) return named.front();
  if (auto image = by_number(from, said)) return *image;
  throw std::runtime_error("finding an image: none in the workspace has this path, hash, file name or number: " + said);
}

}  // namespace app::cli
