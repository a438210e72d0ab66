// What kind of disk a file lies on: write-ahead logging needs memory that all programs share, which no network file
// system gives.
// Private to db (and its tests). Any thread; pure functions.
#pragma once

#include <cstdint>
#include <filesystem>

namespace db {

// NFS, SMB, 9P, FUSE (sshfs and its kind) and cluster file systems, by the number statfs() gives.
bool is_network_type(std::uint64_t statfs_type);
bool lies_on_network(const std::filesystem::path& file);
// The medium itself, not the rights of the user.
bool lies_on_read_only_medium(const std::filesystem::path& file);

}  // namespace db
