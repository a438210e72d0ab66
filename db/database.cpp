#include "db/database.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "db/base/error.h"
#include "db/embedded_sql.h"
#include "db/sqlite/connection.h"
#include "db/sqlite/explain.h"
#include "db/sqlite/file_system.h"
#include "db/sqlite/migrate.h"
#include "db/sqlite/private_copy.h"
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

// Another program that makes the workspace just now has the file empty for a moment.
bool stays_empty(const fs::path& file) {
  constexpr int kLooks = 20;
  for (int look = 0; look < kLooks && size_or_zero(file) == 0; ++look)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  return size_or_zero(file) == 0;
}

// SQLite would make a new database of it, and delete its write-ahead log with the last decisions.
void check_empty_file(const fs::path& file, OpenMode mode) {
  if (log_size(file) > 0)
    refuse(ErrorKind::Damaged,
           "the file is empty or gone but its write-ahead log is there. Restore the file from a copy "
           "and keep the log beside it",
           file);
  if (fs::exists(file)) {
    if (!stays_empty(file)) return;
    refuse(
        ErrorKind::Damaged,
        "the file is damaged: it is empty (0 bytes). Restore it from a copy; if nothing was ever kept in it, delete it",
        file);
  }
  if (mode == OpenMode::CreateIfMissing) return;
  refuse(ErrorKind::NotFound, "there is no such file. Check the path, or make a new workspace", file);
}

// Its owner's alone from the first byte; the log is made with the same rights.
void make_private(const fs::path& file) {
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
}

// What was written over with zeros is no other program's file. Read when SQLite has let go of it.
bool begins_with_zeros(const fs::path& file) {
  std::array<char, 512> page{};
  page.fill(1);
  std::ifstream(file, std::ios::binary).read(page.data(), page.size());
  return std::ranges::all_of(page, [](char byte) { return byte == 0; });
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

void use_journal(Connection& connection, const char* mode, const char* name) {
  Query query(connection, mode);
  query.next();
  if (query.text(0) != name)
    refuse(ErrorKind::InputOutput,
           std::string("its disk does not support the journal \"") + name +
               "\" (is it a network folder?). Move the workspace to a local disk",
           connection.file());
}

// The index of a write-ahead log is memory which the programs share; over a network each has its own, and the file is
// lost. In exclusive mode a log that is there is read without it, once, to leave it.
void use_rollback_journal(Connection& connection) {
  connection.execute("PRAGMA locking_mode = EXCLUSIVE");
  use_journal(connection, "PRAGMA journal_mode = DELETE", "delete");
  connection.execute("PRAGMA locking_mode = NORMAL");
  schema_version(connection);  // lets the lock go
}

bool on_network(const fs::path& file, const OpenOptions& options) {
  return options.on_network.value_or(lies_on_network(file));
}

void check_readable(Connection& connection) {
  check_it_is_ours(connection);
  check_version(connection);
}

bool is_whole(Connection& connection) {
  Query check(connection, "PRAGMA quick_check(1)");
  return check.next() && check.text(0) == "ok";
}

// What another way of reading may get over.
bool may_be_read_otherwise(ErrorKind kind) {
  return kind != ErrorKind::NotADatabase && kind != ErrorKind::NewerVersion && kind != ErrorKind::NotFound;
}

Database opened(Database result, OpenMode mode, bool log_was_empty) {
  const auto access = mode == OpenMode::CreateIfMissing ? Access::Create : Access::ReadWrite;
  Connection connection(result.file(), access, result.options().busy_timeout_ms);
  if (on_network(result.file(), result.options())) use_rollback_journal(connection);
  check_it_is_ours(connection);
  check_last_page(connection, log_was_empty);
  check_version(connection);
  check_writable(connection);
  if (!on_network(result.file(), result.options())) use_journal(connection, "PRAGMA journal_mode = WAL", "wal");
  result.set_backup(migrate(connection, sql::kMigrations));
  return result;
}

}  // namespace

int Database::current_version() { return sql::kMigrations.back().number; }

Database::Database(fs::path file, OpenOptions options)
    : file_(std::move(file)),
      folder_(fs::absolute(file_).lexically_normal().parent_path()),
      opened_(file_),
      identity_(identity_of(opened_)),
      options_(options),
      reading_(Access::ReadOnly) {}

Database Database::open(const fs::path& file, OpenMode mode, OpenOptions options) {
  check_before_opening(file, mode);
  if (mode == OpenMode::CreateIfMissing) make_private(file);
  const bool log_was_empty = log_size(file) == 0;
  try {
    return opened(Database(file, options), mode, log_was_empty);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::NotADatabase || !begins_with_zeros(file)) throw;
  }
  refuse(ErrorKind::Damaged,
         "the file is damaged: its beginning was overwritten with zeros. Restore it from a copy; it was left as it is",
         file);
}

Database Database::open_to_view(const fs::path& file, OpenOptions options) {
  check_before_opening(file, OpenMode::MustExist);
  Database result(file, options);
  if (lies_on_read_only_medium(file) && log_size(file) == 0) result.reading_ = Access::Unchanging;
  if (on_network(file, options)) return copied_to_view(file, options);
  try {
    Connection connection(file, result.reading_, options.busy_timeout_ms);
    check_readable(connection);
    if (schema_version(connection) == current_version()) return result;
  } catch (const Error& error) {
    if (!may_be_read_otherwise(error.kind())) throw;
  }
  return copied_to_view(file, options);
}

// Taken while another program may be writing: a copy that is not whole is taken again.
Database Database::copied_to_view(const fs::path& file, const OpenOptions& options) {
  constexpr int kTries = 3;
  for (int tried = 0; tried < kTries; ++tried) {
    const auto copy = std::make_shared<const PrivateCopy>(file);
    OpenOptions local = options;
    local.on_network = false;
    try {
      Database result = open(copy->file(), OpenMode::MustExist, local);
      Connection connection(copy->file(), Access::ReadOnly, options.busy_timeout_ms);
      if (!is_whole(connection)) continue;
      result.copy_ = copy;
      result.opened_ = file;
      result.identity_ = identity_of(file);
      result.folder_ = fs::absolute(file).lexically_normal().parent_path();
      return result;
    } catch (const Error& error) {
      if (!may_be_read_otherwise(error.kind())) throw;
    }
  }
  refuse(ErrorKind::Locked,
         "another program is changing the file and no whole copy of it could be taken to look at. Close the other "
         "program, or wait for it, and try again",
         file);
}

void Database::check_file_is_there(const std::string& task) const {
  if (identity_ && identity_of(opened_) != identity_) throw file_is_gone(task, opened_);
}

bool Database::can_be_written_within(int timeout_ms) const {
  Connection connection(file_, Access::ReadWrite, timeout_ms);
  try {
    connection.execute("BEGIN IMMEDIATE");
    connection.execute("ROLLBACK");
    return true;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::Locked) return false;
    throw;
  }
}

}  // namespace db
