#include "db/sqlite/query.h"

#include <climits>
#include <cmath>

#include <SQLiteCpp/Column.h>

namespace db {

bool Query::next() {
  try {
    return statement_.executeStep();
  } catch (const SQLite::Exception& failure) {
    throw connection_.explain(failure);
  }
}

int Query::run() {
  while (next()) {}
  return statement_.getChanges();
}

std::int64_t Query::id() {
  if (!next()) throw Error(ErrorKind::Other, "Cannot read the number of a new row: " + connection_.file().string());
  return integer(0);
}

std::optional<std::int64_t> Query::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<double> Query::optional_real(int column) const {
  if (is_null(column)) return std::nullopt;
  return statement_.getColumn(column).getDouble();
}

std::span<const std::byte> Query::blob(int column) const {
  const SQLite::Column value = statement_.getColumn(column);
  return {static_cast<const std::byte*>(value.getBlob()), static_cast<std::size_t>(value.getBytes())};
}

void Query::bind(int index, std::span<const std::byte> value) {
  if (value.size() > INT_MAX)
    throw Error(ErrorKind::Refused, "Cannot save more than 2 GB in one row: " + connection_.file().string());
  // A null pointer would bind NULL instead of an empty blob.
  statement_.bind(index, value.empty() ? "" : static_cast<const void*>(value.data()), static_cast<int>(value.size()));
}

// SQLite has no NaN; it means "unknown" here, as NULL does.
void Query::bind(int index, double value) {
  if (std::isnan(value))
    statement_.bind(index);
  else
    statement_.bind(index, value);
}

}  // namespace db
