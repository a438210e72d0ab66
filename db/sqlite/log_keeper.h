// Keeps the write-ahead log short. SQLite begins it anew only when nobody reads an old state any more; while somebody
// does, it grows with every decision.
// Private to db. The writer's thread only. Borrows the connection.
#pragma once

#include <cstdint>

#include "db/base/open_options.h"
#include "db/sqlite/connection.h"

namespace db {

class LogKeeper {
 public:
  LogKeeper(Connection& connection, const OpenOptions& options) : connection_(connection), options_(options) {}

  void shorten();         // after a commit: where the log is long; readers are not waited for
  void require_room();    // before one: throws Locked where it is too long and cannot be emptied
  void empty() noexcept;  // at the end: others that go on find a short one

 private:
  std::uintmax_t size() const;
  bool truncate(int wait_ms);

  Connection& connection_;
  OpenOptions options_;
  std::uintmax_t next_try_bytes_ = 0;
};

}  // namespace db
