// A prepared statement whose columns are read where SQLite keeps them, for scans of a million rows:
// SQLiteCpp takes a counted reference for every column, which costs more than the reading.
// Private to db. One thread at a time; the owner decides. Owns its statement, borrows the connection.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <sqlite3.h>

#include "db/sqlite/connection.h"

namespace db {

class Scan {
 public:
  Scan(Connection& connection, std::string_view sql);

  void restart(std::int64_t first_parameter);
  bool next();  // true: a row is there to read

  bool is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  int small_integer(int column) const { return sqlite3_column_int(statement_.get(), column); }
  bool boolean(int column) const { return small_integer(column) != 0; }
  std::string_view text(int column) const;  // until the next step
  std::optional<std::int64_t> optional_integer(int column) const;
  std::optional<double> optional_real(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  [[noreturn]] void fail() const;

  Connection& connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace db
