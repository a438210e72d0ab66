#include "db/database.h"

#include <string>

#include <sqlite3.h>

#include "db/embedded_sql.h"
#include "db/error.h"
#include "db/sqlite/connection.h"
#include "db/sqlite/migrate.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

namespace fs = std::filesystem;

std::uintmax_t size_or_zero(const fs::path& file) {
  std::error_code missing;
  const auto size = fs::file_size(file, missing);
  return missing ? 0 : size;
}

[[noreturn]] void refuse(ErrorKind kind, const std::string& why, const fs::path& file) {
  throw Error(kind, "Cannot open the workspace: " + why + ": " + file.string());
}

// Bytes of the write-ahead log beside the file: decisions not yet moved into it.
std::uintmax_t log_size(const fs::path& file) {
  fs::path log = file;
  log += "-wal";
  return size_or_zero(log);
}

// SQLite deletes the write-ahead log of an empty file, and with it the last decisions.
void check_empty_file(const fs::path& file, OpenMode mode) {
  if (log_size(file) > 0)
    refuse(ErrorKind::Damaged,
           "the file is empty or gone but its write-ahead log is there. Restore the file from a copy "
           "and keep the log beside it",
           file);
  if (mode == OpenMode::CreateIfMissing) return;
  if (fs::exists(file))
    refuse(ErrorKind::NotADatabase, "the file is empty. Restore it from a copy, or delete it", file);
  refuse(ErrorKind::NotFound, "there is no such file. Check the path, or make a new workspace", file);
}

// What SQLite would take for a new database. The file is not opened for this: closing it again would
// drop the locks of another connection of this process.
void check_before_opening(const fs::path& file, OpenMode mode) {
  if (fs::is_directory(file)) refuse(ErrorKind::NotADatabase, "this is a folder. Name the file in it", file);
  constexpr std::uintmax_t kSmallestPageBytes = 512;
  const auto size = size_or_zero(file);
  if (size == 0)
    check_empty_file(file, mode);
  else if (size < kSmallestPageBytes)
    refuse(ErrorKind::NotADatabase,
           "the file is too short to be a database. Choose a workspace made by Nevus, or restore the "
           "file from a copy",
           file);
}

std::int64_t first_number(Connection& connection, std::string_view sql) {
  Query query(connection, sql);
  query.next();
  return query.integer(0);
}

void check_it_is_ours(Connection& connection) {
  const auto tables = first_number(connection, "SELECT count(*) FROM sqlite_schema");
  const auto application = first_number(connection, "PRAGMA application_id");
  const bool is_new = tables == 0 && application == 0 && schema_version(connection) == 0;
  if (!is_new && application != kApplicationId)
    refuse(ErrorKind::NotADatabase,
           "the file is a SQLite database of another program. Choose a workspace made by Nevus", connection.file());
}

// SQLite fills a last page that ends too early with zeros. With a log beside the file, the log has
// that page.
void check_last_page(Connection& connection, bool log_was_empty) {
  const auto page_bytes = static_cast<std::uintmax_t>(first_number(connection, "PRAGMA page_size"));
  if (log_was_empty && size_or_zero(connection.file()) % page_bytes != 0)
    refuse(ErrorKind::Damaged, "the file is truncated. Restore it from a copy; it was left as it is",
           connection.file());
}

void check_version(Connection& connection) {
  const int version = schema_version(connection);
  if (version > Database::current_version())
    refuse(ErrorKind::NewerVersion,
           "it was written by a newer Nevus (database version " + std::to_string(version) +
               "; this program knows up to " + std::to_string(Database::current_version()) +
               "). Update Nevus; the file was left as it is",
           connection.file());
}

void check_writable(Connection& connection) {
  if (sqlite3_db_readonly(connection.database().getHandle(), "main") == 1)
    refuse(ErrorKind::ReadOnly,
           "the file may not be written. Change its permissions, or copy the workspace to a folder "
           "of yours",
           connection.file());
}

void use_write_ahead_log(Connection& connection) {
  Query query(connection, "PRAGMA journal_mode = WAL");
  query.next();
  if (query.text(0) != "wal")
    refuse(ErrorKind::InputOutput,
           "its disk does not support write-ahead logging (is it a network folder?). Move the "
           "workspace to a local disk",
           connection.file());
}

}  // namespace

int Database::current_version() { return sql::kMigrations.back().number; }

Database Database::open(const fs::path& file, OpenMode mode, OpenOptions options) {
  check_before_opening(file, mode);
  const auto access = mode == OpenMode::CreateIfMissing ? Access::Create : Access::ReadWrite;
  Database result(file, options);
  const bool log_was_empty = log_size(file) == 0;
  Connection connection(file, access, options.busy_timeout_ms);
  check_it_is_ours(connection);
  check_last_page(connection, log_was_empty);
  check_version(connection);
  check_writable(connection);
  use_write_ahead_log(connection);
  result.backup_ = migrate(connection, sql::kMigrations);
  return result;
}

}  // namespace db
