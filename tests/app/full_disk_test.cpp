// A workspace on a disk that is full can be read: nothing can be changed in it, and that is said.
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <unistd.h>

#include "app/workspace/workspace.h"
#include "db/base/error.h"
#include "db/classes.h"
#include "tests/temp_folder.h"

namespace app::test {
namespace {
namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// While it lives, SQLite's writes to the files of a folder fail as on a full disk.
class FullDiskBelow {
 public:
  explicit FullDiskBelow(const fs::path& folder) {
    folder_ = fs::canonical(folder).string();
    set("write", reinterpret_cast<sqlite3_syscall_ptr>(write));
    for (const char* name : {"pwrite", "pwrite64"}) set(name, reinterpret_cast<sqlite3_syscall_ptr>(write_at));
  }
  ~FullDiskBelow() {
    for (const char* name : {"write", "pwrite", "pwrite64"}) set(name, nullptr);
  }
  FullDiskBelow(const FullDiskBelow&) = delete;
  FullDiskBelow& operator=(const FullDiskBelow&) = delete;

 private:
  static void set(const char* name, sqlite3_syscall_ptr call) {
    sqlite3_vfs* disk = sqlite3_vfs_find(nullptr);
    disk->xSetSystemCall(disk, name, call);
  }
  static bool is_full(int file) {
    std::error_code unknown;
    const bool below = fs::read_symlink("/proc/self/fd/" + std::to_string(file), unknown).string().starts_with(folder_);
    if (below) errno = ENOSPC;
    return below;
  }
  static ssize_t write(int file, const void* bytes, std::size_t count) {
    return is_full(file) ? -1 : ::write(file, bytes, count);
  }
  static ssize_t write_at(int file, const void* bytes, std::size_t count, off_t place) {
    return is_full(file) ? -1 : ::pwrite(file, bytes, count, place);
  }

  inline static std::string folder_;
};

TEST(WorkspaceOnAFullDisk, is_opened_for_viewing_and_says_why) {
  const test_support::TempFolder folder;
  {
    Workspace made(folder / "ws", Workspace::Open::OrCreate);
    made.writer().transact_and_wait("Add a class", [](db::Transaction& t) { db::add_class(t, {.name = "nv"}); });
  }
  const FullDiskBelow full(folder / "ws");
  EXPECT_THROW(Workspace(folder / "ws", Workspace::Open::MustExist), db::Error);
  Workspace viewed(folder / "ws", Workspace::Open::ToRead);
  EXPECT_THAT(viewed.viewing_because(), HasSubstr("the disk is full"));
  EXPECT_THAT(db::classes(viewed.reader()), SizeIs(1));
  EXPECT_THROW(viewed.writer(), db::Error);
}

}  // namespace
}  // namespace app::test
