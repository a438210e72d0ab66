// The file of a workspace. Opening creates it, or checks it and brings it up to this program's
// schema version; before an upgrade a copy of the old file is left beside it. The result is a
// description of the file: Writer and Reader open their own connections from it.
//
//   const auto database = db::Database::open(workspace / "nevus.db");
//   db::Writer writer(database);
//   db::Reader reader(database);
//
//   const auto view = db::Database::open_to_view(workspace / "nevus.db");   // nothing is written; Readers only
//
// Any thread. A value; holds no connection and no lock. What was copied to be viewed is removed with the last value.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "db/base/file_identity.h"
#include "db/base/open_options.h"

namespace db {

enum class OpenMode { CreateIfMissing, MustExist };

class PrivateCopy;
enum class Access;

class Database {
 public:
  // Throws db::Error: Locked, NotADatabase, Damaged, NewerVersion, ReadOnly, DiskFull, NotFound.
  static Database open(const std::filesystem::path& file, OpenMode mode = OpenMode::CreateIfMissing,
                       OpenOptions options = {});

  // For a file that another program holds, that may not be written or that lies on a read-only medium. What cannot be
  // read in place (or is of an earlier version) is copied to a private folder. Throws as open() does.
  static Database open_to_view(const std::filesystem::path& file, OpenOptions options = {});
  // Waits until another program's transaction is over; false: it was not within the time.
  bool can_be_written_within(int timeout_ms) const;

  // The schema version this program writes.
  static int current_version();

  const std::filesystem::path& file() const { return file_; }  // the one that is read: the copy where one was made
  // The workspace's, also where a copy is read.
  const std::filesystem::path& folder() const { return folder_; }
  bool reads_copy() const { return copy_ != nullptr; }
  // Throws Gone when another file than the one that was opened, or none, is at its path by now. The task is what errors
  // say was attempted.
  void check_file_is_there(const std::string& task) const;
  Access reading() const { return reading_; }
  const OpenOptions& options() const { return options_; }
  // The copy which this opening took before it upgraded the file.
  const std::optional<std::filesystem::path>& backup() const { return backup_; }
  void set_backup(std::optional<std::filesystem::path> backup) { backup_ = std::move(backup); }

 private:
  Database(std::filesystem::path file, OpenOptions options);

  static Database copied_to_view(const std::filesystem::path& file, const OpenOptions& options);

  std::filesystem::path file_, folder_;
  std::filesystem::path opened_;  // the workspace's file, also where a copy is read
  std::optional<FileIdentity> identity_;
  OpenOptions options_;
  Access reading_;
  std::shared_ptr<const PrivateCopy> copy_;
  std::optional<std::filesystem::path> backup_;
};

}  // namespace db
