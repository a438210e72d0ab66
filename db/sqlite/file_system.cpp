#include "db/sqlite/file_system.h"

#include <algorithm>
#include <array>

#include <sys/statvfs.h>
#include <sys/vfs.h>

namespace db {
namespace {

// The file itself may not be there yet.
std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : ".";
}

}  // namespace

bool is_network_type(std::uint64_t statfs_type) {
  constexpr std::array<std::uint32_t, 14> kNetwork = {
      0x6969,      // NFS
      0x517B,      // SMB
      0xFF534D42,  // CIFS
      0xFE534D42,  // SMB2
      0x65735546,  // FUSE
      0x01021997,  // 9P
      0x564C,      // NCP
      0x73757245,  // Coda
      0x5346414F,  // AFS
      0x6B414653,  // kAFS
      0x00C36400,  // Ceph
      0x0BD00BD0,  // Lustre
      0x47504653,  // GPFS
      0x786F4256,  // folders shared with a virtual machine
  };
  return std::ranges::count(kNetwork, static_cast<std::uint32_t>(statfs_type)) > 0;
}

bool lies_on_network(const std::filesystem::path& file) {
  struct statfs found {};
  return ::statfs(folder_of(file).c_str(), &found) == 0 && is_network_type(static_cast<std::uint64_t>(found.f_type));
}

bool lies_on_read_only_medium(const std::filesystem::path& file) {
  struct statvfs found {};
  return ::statvfs(folder_of(file).c_str(), &found) == 0 && (found.f_flag & ST_RDONLY) != 0;
}

}  // namespace db
