// One SQLite connection with its prepared statements, and the translation of SQLite's failures into
// db::Error. Private to db (and its tests), as all that knows SQLiteCpp: the files of this folder, reader.cpp and
// writer.cpp. One thread at a time; the owner decides. Owns the connection.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "db/base/error.h"
#include "db/base/file_identity.h"

namespace db {

enum class Access { ReadOnly, ReadWrite, Create, Unchanging };  // the last: read from a medium nobody can write

class Connection {
 public:
  Connection(const std::filesystem::path& file, Access access, int busy_timeout_ms);

  // Several statements, without results.
  void execute(const std::string& sql);
  // Prepared once and kept. `sql` must live as long as the program (an embedded constant).
  SQLite::Statement& statement(std::string_view sql);

  SQLite::Database& database() { return database_; }
  const std::filesystem::path& file() const { return file_; }
  // The workspace's, which paths are kept relative to; the file's own but for a private copy.
  const std::filesystem::path& folder() const { return folder_; }
  void set_folder(std::filesystem::path folder) { folder_ = std::move(folder); }

  // What errors say was attempted: "save 'Label 2 images as mel'".
  void set_task(std::string task) { task_ = std::move(task); }
  Error explain(const SQLite::Exception& failure);

  // When the disk is full or fails, SQLite undoes the statement or the whole transaction, whichever it
  // can. Either way what follows in the same piece of work must not slip in on its own.
  void expect_transaction(bool expected) {
    transaction_expected_ = expected;
    transaction_lost_ = false;
  }
  void check_transaction() const;
  bool in_transaction() const;
  // Throws Gone when another file, or none, is at the path by now.
  void check_file_is_there() const;

 private:
  std::filesystem::path file_, folder_;
  std::string task_ = "open the workspace";
  SQLite::Database database_;
  std::optional<FileIdentity> identity_;
  std::unordered_map<std::string_view, std::unique_ptr<SQLite::Statement>> statements_;
  bool transaction_expected_ = false;
  bool transaction_lost_ = false;
};

}  // namespace db
