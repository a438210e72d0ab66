#include "db/sqlite/scan.h"

#include <SQLiteCpp/Exception.h>

namespace db {

Scan::Scan(Connection& connection, std::string_view sql) : connection_(connection) {
  connection_.check_transaction();
  sqlite3_stmt* made = nullptr;
  const int result =
      sqlite3_prepare_v2(connection_.database().getHandle(), sql.data(), static_cast<int>(sql.size()), &made, nullptr);
  statement_.reset(made);
  if (result != SQLITE_OK) fail();
}

void Scan::restart(std::int64_t first_parameter) {
  sqlite3_reset(statement_.get());
  if (sqlite3_bind_int64(statement_.get(), 1, first_parameter) != SQLITE_OK) fail();
}

bool Scan::next() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  fail();
}

std::string_view Scan::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::optional<std::int64_t> Scan::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<double> Scan::optional_real(int column) const {
  if (is_null(column)) return std::nullopt;
  return sqlite3_column_double(statement_.get(), column);
}

void Scan::fail() const { throw connection_.explain(SQLite::Exception(connection_.database().getHandle())); }

}  // namespace db
