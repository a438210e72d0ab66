#include "db/sqlite/migrate.h"

#include <string>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include "db/sqlite/query.h"

namespace db {
namespace {

std::filesystem::path unused_backup_name(const std::filesystem::path& file, int version) {
  const std::string stem = file.stem().string() + ".v" + std::to_string(version) + ".backup";
  auto name = file.parent_path() / (stem + file.extension().string());
  for (int i = 2; std::filesystem::exists(name); ++i)
    name = file.parent_path() / (stem + std::to_string(i) + file.extension().string());
  return name;
}

// Under a passing name first: a copy which stopped half-way must not look like one.
std::filesystem::path copy_aside(Connection& connection, int version) {
  const auto copy = unused_backup_name(connection.file(), version);
  auto partial = copy;
  partial += ".partial";
  std::filesystem::remove(partial);
  connection.set_task("copy the workspace before upgrading it");
  try {
    SQLite::Database target(partial.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    const int ended = SQLite::Backup(target, connection.database()).executeStep(-1);
    if (ended != SQLITE_DONE) throw SQLite::Exception("another program is writing", ended);  // nothing was copied
  } catch (const SQLite::Exception& failure) {
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    throw connection.explain(failure);
  }
  std::filesystem::rename(partial, copy);
  return copy;
}

void check_references(Connection& connection) {
  Query broken(connection, "PRAGMA foreign_key_check");
  if (broken.next())
    throw Error(ErrorKind::Damaged, "Cannot upgrade the workspace: table " + broken.text(0) +
                                        " refers to rows which do not exist. Nothing was changed; "
                                        "restore the file from a copy: " +
                                        connection.file().string());
}

void apply(Connection& connection, std::span<const Migration> steps) {
  connection.set_task("bring the workspace to version " + std::to_string(steps.back().number));
  try {
    SQLite::Transaction transaction(connection.database(), SQLite::TransactionBehavior::IMMEDIATE);
    // Read again under the lock: another program may have upgraded the file in between.
    const int version = schema_version(connection);
    for (const Migration& step : steps)
      if (step.number > version) {
        connection.execute(std::string(step.sql));
        connection.execute("PRAGMA user_version = " + std::to_string(step.number));
      }
    connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    check_references(connection);
    transaction.commit();
  } catch (const SQLite::Exception& failure) {
    throw connection.explain(failure);
  }
}

}  // namespace

int schema_version(Connection& connection) {
  Query query(connection, "PRAGMA user_version");
  query.next();
  return query.small_integer(0);
}

std::optional<std::filesystem::path> migrate(Connection& connection, std::span<const Migration> steps) {
  const int version = schema_version(connection);
  if (steps.empty() || version >= steps.back().number) return std::nullopt;
  std::optional<std::filesystem::path> copy;
  if (version > 0) copy = copy_aside(connection, version);
  apply(connection, steps);
  return copy;
}

}  // namespace db
