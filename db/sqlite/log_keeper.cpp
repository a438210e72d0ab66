#include "db/sqlite/log_keeper.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include <sqlite3.h>

#include "db/base/error.h"

namespace db {

std::uintmax_t LogKeeper::size() const {
  std::error_code missing;
  const std::uintmax_t bytes = std::filesystem::file_size(connection_.file().string() + "-wal", missing);
  return missing ? 0 : bytes;
}

bool LogKeeper::truncate(int wait_ms) {
  sqlite3* database = connection_.database().getHandle();
  sqlite3_busy_timeout(database, wait_ms);
  const int code = sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(database, options_.write_timeout_ms);
  return code == SQLITE_OK;
}

void LogKeeper::shorten() {
  constexpr int kShortWait_ms = 20;
  const std::uintmax_t bytes = size();
  if (bytes < std::max(options_.log_soft_bytes, next_try_bytes_)) return;
  next_try_bytes_ = truncate(kShortWait_ms) ? 0 : bytes + options_.log_soft_bytes / 8;
}

void LogKeeper::require_room() {
  const std::uintmax_t bytes = size();
  if (bytes < options_.log_hard_bytes || truncate(options_.write_timeout_ms)) return;
  throw Error(ErrorKind::Locked,
              "Cannot save: another program has been reading an old state of the workspace for so long that the log "
              "beside it has grown to " +
                  std::to_string(bytes >> 20U) +
                  " MB. Close the other program and try again: " + connection_.file().string());
}

void LogKeeper::empty() noexcept {
  constexpr int kLastWait_ms = 100;
  truncate(kLastWait_ms);
}

}  // namespace db
