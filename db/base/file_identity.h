// Which file stands at a path: it stays the same one when it is written or moved, and another one in its place is not
// it. Any thread; pure functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace db {

struct FileIdentity {
  std::uintmax_t device = 0, number = 0;
  bool operator==(const FileIdentity&) const = default;
};

std::optional<FileIdentity> identity_of(const std::filesystem::path& file);  // empty: none is there

}  // namespace db
