// The file of a workspace. Opening creates it, or checks it and brings it up to this program's
// schema version; before an upgrade a copy of the old file is left beside it. The result is a
// description of the file: Writer and Reader open their own connections from it.
//
//   const auto database = db::Database::open(workspace / "nevus.db");
//   db::Writer writer(database);
//   db::Reader reader(database);
//
// Any thread. A value; holds no connection and no lock.
#pragma once

#include <filesystem>
#include <optional>
#include <utility>

namespace db {

enum class OpenMode { CreateIfMissing, MustExist };

struct OpenOptions {
  int busy_timeout_ms = 5000;    // how long opening and reading wait for another program's transaction
  int write_timeout_ms = 15000;  // and the Writer: a decision waits rather than being refused
};

class Database {
 public:
  // Throws db::Error: Locked, NotADatabase, Damaged, NewerVersion, ReadOnly, DiskFull, NotFound.
  static Database open(const std::filesystem::path& file, OpenMode mode = OpenMode::CreateIfMissing,
                       OpenOptions options = {});

  // The schema version this program writes.
  static int current_version();

  const std::filesystem::path& file() const { return file_; }
  const OpenOptions& options() const { return options_; }
  // The copy which this opening took before it upgraded the file.
  const std::optional<std::filesystem::path>& backup() const { return backup_; }

 private:
  Database(std::filesystem::path file, OpenOptions options) : file_(std::move(file)), options_(options) {}

  std::filesystem::path file_;
  OpenOptions options_;
  std::optional<std::filesystem::path> backup_;
};

}  // namespace db
