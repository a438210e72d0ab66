#include "app/workspace/workspace.h"

#include <stdexcept>

#include "app/workspace/assets.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr const char* kDatabaseFile = "nevus.db";

void require_folder(const fs::path& folder, Workspace::Open open) {
  std::error_code error;
  if (open != Workspace::Open::OrCreate) {
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
      database_((require_folder(folder_, open), opened(open))),
      writer_(viewing() ? nullptr : std::make_unique<db::Writer>(database_)),
      reader_(make_reader()) {}

db::Database Workspace::opened(Open open) {
  try {
    return db::Database::open(folder_ / kDatabaseFile,
                              open == Open::OrCreate ? db::OpenMode::CreateIfMissing : db::OpenMode::MustExist);
  } catch (const db::Error& error) {
    const bool can_be_viewed = error.kind() == db::ErrorKind::Locked || error.kind() == db::ErrorKind::ReadOnly ||
                               error.kind() == db::ErrorKind::InputOutput || error.kind() == db::ErrorKind::NotFound ||
                               error.kind() == db::ErrorKind::DiskFull;
    if (open != Open::ToRead || !can_be_viewed) throw;
    viewing_because_ = error.what();
  }
  return db::Database::open_to_view(folder_ / kDatabaseFile);
}

void Workspace::wait_for_turn(int timeout_ms) {
  if (viewing() || database_.can_be_written_within(timeout_ms)) return;
  viewing_because_ = "another program has been writing to it for " + std::to_string(timeout_ms / 1000) +
                     " s. Open it again when that one is done: " + (folder_ / kDatabaseFile).string();
  writer_.reset();
}

fs::path Workspace::features_folder() const { return viewing() ? fs::path() : folder_ / "cache" / "features"; }

db::Writer& Workspace::writer() {
  if (writer_) return *writer_;
  throw db::Error(db::ErrorKind::ReadOnly,
                  "Cannot change the workspace, it is open for viewing only: " + viewing_because_);
}

const db::Session& Workspace::session() const { return writer_ ? writer_->session() : nobody_; }

fs::path Workspace::run_folder(std::int64_t run) const { return folder_ / "runs" / std::to_string(run); }

std::string Workspace::name() const {
  return folder_.has_filename() ? folder_.filename().string() : folder_.parent_path().filename().string();
}

std::unique_ptr<db::Reader> Workspace::make_reader() const { return std::make_unique<db::Reader>(database_); }

Workspace Workspace::opened_again() const {
  database_.check_file_is_there("open the workspace");
  return Workspace(folder_, Open::ToRead);
}

}  // namespace app
