// While it lives, SQLite's files are written through it, and from the chosen operation on every
// write (or sync) fails. One at a time in a process.
#pragma once

namespace db::test {

enum class DiskFault { WriteSaysFull, WriteFails, SyncFails };

class FailingDisk {
 public:
  explicit FailingDisk(DiskFault fault);
  ~FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  void fail_from(int operation);  // counted from now, 0 is the next
  void heal();
  bool has_failed() const;
};

}  // namespace db::test
