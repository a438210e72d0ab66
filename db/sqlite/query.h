// One use of a prepared statement: bind, step, read; resets the statement when it goes.
//
//   Query query(from.connection(), sql::image_by_id, id);
//   while (query.next()) use(query.text(1));
//
// Private to db. One thread at a time; the owner decides. Borrows the connection's statement, so the
// same statement must not be used twice at once.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include "db/sqlite/connection.h"

namespace db {

class Query {
 public:
  template <class... Values>
  Query(Connection& connection, std::string_view sql, const Values&... values)
      : connection_(connection), statement_(connection.statement(sql)) {
    try {
      int index = 0;
      (bind(++index, values), ...);
    } catch (const SQLite::Exception& failure) {
      statement_.tryReset();
      throw connection_.explain(failure);
    }
  }
  ~Query() { statement_.tryReset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  bool next();        // true: a row is there to read
  int run();          // for a statement without rows; gives the number of rows it changed
  std::int64_t id();  // for INSERT ... RETURNING id

  bool is_null(int column) const { return statement_.isColumnNull(column); }
  std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
  int small_integer(int column) const { return statement_.getColumn(column).getInt(); }
  bool boolean(int column) const { return integer(column) != 0; }
  std::string text(int column) const { return statement_.getColumn(column).getString(); }
  std::optional<std::int64_t> optional_integer(int column) const;
  std::optional<double> optional_real(int column) const;
  std::span<const std::byte> blob(int column) const;  // until the next step

 private:
  void bind(int index, const std::string& value) { statement_.bind(index, value); }
  void bind(int index, const char* value) { statement_.bind(index, value); }
  void bind(int index, std::span<const std::byte> value);
  void bind(int index, bool value) { statement_.bind(index, value ? 1 : 0); }
  void bind(int index, double value);
  template <std::integral Integer>
  void bind(int index, Integer value) {
    statement_.bind(index, static_cast<std::int64_t>(value));
  }
  template <class Value>
  void bind(int index, const std::optional<Value>& value) {
    if (value)
      bind(index, *value);
    else
      statement_.bind(index);
  }

  Connection& connection_;
  SQLite::Statement& statement_;
};

}  // namespace db
