// Where rows are read from. Every query of the stores (images.h, image_scan.h, image_quality.h, labels.h, edits.h,
// classes.h, runs.h, settings.h) takes a Readable: a Reader, which has its own read-only connection and sees the last
// committed state, or the Transaction being written, which also sees its own changes.
// One thread at a time; the owner decides. A Reader owns its connection and must not be used after
// the file's folder is gone; any number of them may read while the Writer writes.
#pragma once

#include <memory>

namespace db {

class Connection;
class Database;

class Readable {
 public:
  Readable(const Readable&) = delete;
  Readable& operator=(const Readable&) = delete;
  // For the stores of this folder.
  Connection& connection() const { return connection_; }

 protected:
  explicit Readable(Connection& connection) : connection_(connection) {}
  ~Readable() = default;

 private:
  Connection& connection_;
};

class Reader : public Readable {
 public:
  explicit Reader(const Database& database);
  ~Reader();

  // Keeps one state of the file for several queries, until the object is destroyed. Whatever asks more
  // than once takes one; inside another snapshot or a Transaction it adds nothing. Short: while one is
  // held, the write-ahead log cannot be emptied.
  class Snapshot {
   public:
    explicit Snapshot(const Readable& from);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

   private:
    Connection& connection_;
    bool begun_;
  };

 private:
  explicit Reader(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> owned_;
};

}  // namespace db
