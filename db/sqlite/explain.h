// The words for SQLite's result codes: why, and what to do.
// Any thread.
#pragma once

#include <filesystem>
#include <string>

#include "db/base/error.h"

namespace db {

// What SQLite reports: its result code, the operating system's errno (0: none), its own message.
struct SqliteFailure {
  int code = 0;
  int system_errno = 0;
  std::string detail;
};
Error explain_failure(const std::string& task, const SqliteFailure& failure, const std::filesystem::path& file);

// The file that was opened is no longer at its path: what is written now would be lost with it.
Error file_is_gone(const std::string& task, const std::filesystem::path& file);

}  // namespace db
