#include "app/cli/predict_inputs.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/intake/folder_walk.h"

namespace app::cli {
namespace fs = std::filesystem;
namespace {

std::string not_pictures_of(const FolderWalk& walk) {
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, const char* one, const char* several) {
    if (count > 0) parts.push_back(grouped(static_cast<std::int64_t>(count)) + " " + (count == 1 ? one : several));
  };
  add(walk.masks.size(), "mask", "masks");
  add(walk.tables.size(), "table", "tables");
  add(walk.containers.size(), "container (`nevus import` reads what is in it)",
      "containers (`nevus import` reads what is in them)");
  for (const LeftOut& left_out : walk.left_out.list())
    parts.push_back(left_out.reason + " (" + grouped(left_out.count) + ")");
  return joined(parts);
}

void add_folder(const std::string& typed, PredictInputs& inputs) {
  std::error_code unreadable;
  const fs::directory_iterator look(typed, unreadable);
  if (unreadable)
    throw std::runtime_error("reading a folder: cannot read it (" + unreadable.message() +
                             "); check the permissions: " + typed);
  const FolderWalk walk = walk_folder(typed);
  const std::string left_out = not_pictures_of(walk);
  if (walk.pictures.empty())
    throw std::runtime_error("reading a folder: it holds no JPEG or PNG picture" +
                             (left_out.empty() ? "" : "; it has " + left_out) + ": " + typed);
  const fs::path root = fs::absolute(typed).lexically_normal();
  for (const WalkedFile& picture : walk.pictures) {
    inputs.names.push_back((fs::path(typed) / picture.path.lexically_relative(root)).string());
    inputs.files.push_back({.path = picture.path, .key = inputs.names.back()});
  }
  if (!left_out.empty()) inputs.notes.push_back("left out of " + typed + ": " + left_out);
}

void add(const PredictSource& chosen, const std::string& typed, PredictInputs& inputs) {
  std::error_code ignored;
  if (fs::is_directory(typed, ignored)) {
    chosen.require_one_meaning(typed);
    return add_folder(typed, inputs);
  }
  inputs.files.push_back(chosen.file_of(typed));
  inputs.names.push_back(typed);
}

}  // namespace

PredictInputs predict_inputs(const PredictSource& chosen, const std::vector<std::string>& typed) {
  PredictInputs inputs;
  for (const std::string& one : typed) {
    try {
      add(chosen, one, inputs);
    } catch (const std::exception& error) {
      inputs.failures.push_back({one, error.what()});
    }
  }
  return inputs;
}

}  // namespace app::cli
