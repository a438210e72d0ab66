#include "app/workspace/workspace.h"

#include <stdexcept>

#include "app/workspace/assets.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr const char* kDatabaseFile = "nevus.db";

void require_folder(const fs::path& folder, Workspace::Open open) {
  std::error_code error;
  if (open == Workspace::Open::MustExist) {
    if (fs::exists(folder / kDatabaseFile, error)) return;
    throw std::runtime_error(
        "opening a workspace: the folder holds no nevus.db; make one with `nevus import FOLDER IMAGES` or `nevus demo "
        "FOLDER`: " +
        folder.string());
  }
  fs::create_directories(folder, error);
  if (error) {
    throw std::runtime_error("making a workspace: " + error.message() +
                             "; choose a folder you may write: " + folder.string());
  }
}

}  // namespace

Workspace::Workspace(fs::path folder, Open open)
    : folder_(fs::absolute(folder).lexically_normal()),
      catalog_(asset("classes.json")),
      database_((require_folder(folder_, open), db::Database::open(folder_ / kDatabaseFile))),
      writer_(std::make_unique<db::Writer>(database_)),
      reader_(make_reader()) {}

fs::path Workspace::run_folder(std::int64_t run) const { return folder_ / "runs" / std::to_string(run); }

std::string Workspace::name() const {
  return folder_.has_filename() ? folder_.filename().string() : folder_.parent_path().filename().string();
}

std::unique_ptr<db::Reader> Workspace::make_reader() const { return std::make_unique<db::Reader>(database_); }

}  // namespace app
