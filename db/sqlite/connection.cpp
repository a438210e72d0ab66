#include "db/sqlite/connection.h"

#include <cctype>
#include <cstdio>

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include "db/sqlite/explain.h"

namespace db {
namespace {

int flags_of(Access access) {
  // SQLite's own mutexes are not needed: a connection is used by one thread at a time.
  constexpr int kCommon = SQLITE_OPEN_NOMUTEX;
  if (access == Access::ReadOnly) return kCommon | SQLITE_OPEN_READONLY;
  if (access == Access::Unchanging) return kCommon | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  if (access == Access::ReadWrite) return kCommon | SQLITE_OPEN_READWRITE;
  return kCommon | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

// Neither locks nor logs are looked for: there can be none.
std::string name_for(const std::filesystem::path& file, Access access) {
  if (access != Access::Unchanging) return file.string();
  std::string uri = "file:";
  for (const char byte : file.string()) {
    const bool plain = std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '/' || byte == '.' || byte == '_';
    char code[4];
    std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned char>(byte));
    uri += plain ? std::string(1, byte) : code;
  }
  return uri + "?immutable=1";
}

SQLite::Database open_file(const std::filesystem::path& file, Access access, int busy_timeout_ms) {
  try {
    return SQLite::Database(name_for(file, access), flags_of(access), busy_timeout_ms);
  } catch (const SQLite::Exception& failure) {
    throw explain_failure("open the workspace", {failure.getErrorCode(), 0, failure.what()}, file);
  }
}

}  // namespace

Connection::Connection(const std::filesystem::path& file, Access access, int busy_timeout_ms)
    : file_(file),
      folder_(std::filesystem::absolute(file).lexically_normal().parent_path()),
      database_(open_file(file, access, busy_timeout_ms)),
      identity_(identity_of(file)) {}

// SQLite goes on writing into a file that has no name any more, and says it is saved.
void Connection::check_file_is_there() const {
  if (identity_ && identity_of(file_) != identity_) throw file_is_gone(task_, file_);
}

void Connection::execute(const std::string& sql) {
  check_transaction();
  try {
    database_.exec(sql);
  } catch (const SQLite::Exception& failure) {
    throw explain(failure);
  }
}

SQLite::Statement& Connection::statement(std::string_view sql) {
  check_transaction();
  auto& slot = statements_[sql];
  if (slot) return *slot;
  try {
    slot = std::make_unique<SQLite::Statement>(database_, std::string(sql));
  } catch (const SQLite::Exception& failure) {
    throw explain(failure);
  }
  return *slot;
}

Error Connection::explain(const SQLite::Exception& failure) {
  const int kind = failure.getErrorCode() & 0xff;
  transaction_lost_ = transaction_lost_ || kind == SQLITE_FULL || kind == SQLITE_IOERR || kind == SQLITE_NOMEM;
  const int code = failure.getExtendedErrorCode() > 0 ? failure.getExtendedErrorCode() : failure.getErrorCode();
  return explain_failure(task_, {code, sqlite3_system_errno(database_.getHandle()), failure.what()}, file_);
}

void Connection::check_transaction() const {
  const bool ended = transaction_lost_ || !in_transaction();
  if (transaction_expected_ && ended)
    throw Error(
        ErrorKind::Other,
        "Cannot " + task_ + ": an earlier failure has already undone some of this step. Try again: " + file_.string());
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_.getHandle()) == 0; }

}  // namespace db
