// Brings an open file from the schema version it has to the last one of a list of steps.
// Private to db (and its tests). One thread at a time; the owner decides.
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "db/sqlite/connection.h"
#include "db/sqlite/migration.h"

namespace db {

inline constexpr int kApplicationId = 0x4E657675;  // "Nevu": marks the file as a workspace

int schema_version(Connection& connection);  // 0: a new, empty file

// All missing steps in one transaction. A file that has content is copied first; gives the copy.
std::optional<std::filesystem::path> migrate(Connection& connection, std::span<const Migration> steps);

}  // namespace db
