#include "tests/db/failing_disk.h"

#include <atomic>
#include <limits>
#include <map>

#include <sqlite3.h>

namespace db::test {
namespace {

// SQLite calls plain functions, so what they need has to be found without an object.
constexpr int kNever = std::numeric_limits<int>::max();
sqlite3_vfs* real_disk = nullptr;
sqlite3_vfs failing_disk;
const sqlite3_io_methods* real_methods = nullptr;  // write and sync are the same in all kinds of file
std::map<const sqlite3_io_methods*, sqlite3_io_methods> failing_methods;  // locks are not
DiskFault fault_kind;
std::atomic<int> operations_left = kNever;
std::atomic<bool> has_refused = false;

bool fails_now() {
  if (operations_left == kNever) return false;
  if (operations_left.fetch_sub(1) > 0) return false;
  operations_left = 0;
  has_refused = true;
  return true;
}

int write_or_fail(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  if (fault_kind != DiskFault::SyncFails && fails_now())
    return fault_kind == DiskFault::WriteSaysFull ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  return real_methods->xWrite(file, bytes, count, offset);
}

int sync(sqlite3_file* file, int flags) {
  if (fault_kind == DiskFault::SyncFails && fails_now()) return SQLITE_IOERR_FSYNC;
  return real_methods->xSync(file, flags);
}

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
  const int result = real_disk->xOpen(real_disk, name, file, flags, out_flags);
  if (result != SQLITE_OK || file->pMethods == nullptr) return result;
  real_methods = file->pMethods;
  const auto [slot, added] = failing_methods.try_emplace(real_methods, *real_methods);
  slot->second.xWrite = write_or_fail;
  slot->second.xSync = sync;
  file->pMethods = &slot->second;
  return result;
}

}  // namespace

FailingDisk::FailingDisk(DiskFault fault) {
  real_disk = sqlite3_vfs_find(nullptr);
  failing_disk = *real_disk;
  failing_disk.zName = "failing";
  failing_disk.xOpen = open;
  fault_kind = fault;
  heal();
  sqlite3_vfs_register(&failing_disk, 1);
}

FailingDisk::~FailingDisk() {
  sqlite3_vfs_unregister(&failing_disk);
  sqlite3_vfs_register(real_disk, 1);
}

void FailingDisk::fail_from(int operation) {
  has_refused = false;
  operations_left = operation;
}
void FailingDisk::heal() { operations_left = kNever; }
bool FailingDisk::has_failed() const { return has_refused; }

}  // namespace db::test
