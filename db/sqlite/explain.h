// The words for SQLite's result codes: why, and what to do.
// Any thread.
#pragma once

#include <filesystem>
#include <string>

#include "db/error.h"

namespace db {

// `code` is SQLite's result code, `detail` its own message.
Error explain_failure(const std::string& task, int code, const std::string& detail, const std::filesystem::path& file);

}  // namespace db
