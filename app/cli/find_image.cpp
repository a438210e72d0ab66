#include "app/cli/find_image.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "app/cli/find_run.h"
#include "app/core/joined.h"

namespace app::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kNumberPrefix = "image:";
constexpr std::size_t kNamed = 4;  // of many that fit

void add(std::vector<db::Image>& found, std::optional<db::Image> image) {
  if (!image) return;
  const bool known = std::ranges::any_of(found, [&](const db::Image& other) { return other.id == image->id; });
  if (!known) found.push_back(*std::move(image));
}

std::string listed(const std::vector<db::Image>& images) {
  std::vector<std::string> names;
  for (const db::Image& image : images) {
    if (names.size() == kNamed) break;
    names.push_back(std::string(kNumberPrefix) + std::to_string(image.id) + " (" + image.path + ")");
  }
  if (images.size() > kNamed)
    names.push_back(std::string("and ").append(std::to_string(images.size() - kNamed)).append(" more"));
  return joined(names);
}

}  // namespace

std::vector<db::Image> images_meant(const db::Readable& from, const std::string& said) {
  std::vector<db::Image> found;
  if (said.starts_with(kNumberPrefix)) {
    if (const auto id = number_meant(said.substr(kNumberPrefix.size()))) add(found, db::image(from, *id));
    return found;
  }
  add(found, db::find_by_path(from, said));
  add(found, db::find_by_path(from, fs::absolute(said).lexically_normal().string()));
  add(found, db::find_by_hash(from, said));
  if (!found.empty()) return found;  // a whole path or hash is nothing else
  for (auto images : {db::images(from), db::removed_images(from)}) {
    for (db::Image& image : images) {
      const fs::path path = image.path;
      if (path.stem() == said || image.path.ends_with("/" + said)) add(found, std::move(image));
    }
  }
  if (const auto id = number_meant(said)) add(found, db::image(from, *id));
  return found;
}

db::Image find_image(const db::Readable& from, const std::string& said) {
  const std::vector<db::Image> found = images_meant(from, said);
  if (found.empty()) {
    throw std::runtime_error("finding an image: none in the workspace has this path, hash, file name or number: " +
                             said);
  }
  if (found.size() > 1) {
    throw std::runtime_error("finding an image: " + std::to_string(found.size()) + " fit, " + listed(found) +
                             "; give the path or the number in this form: " + said);
  }
  return found.front();
}

}  // namespace app::cli
