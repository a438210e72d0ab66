// What goes wrong with a workspace's database. The text says what was attempted, why it failed,
// what to do, and the path last; the kind is for code which acts differently on one of them.
// Any thread. A plain value.
#pragma once

#include <stdexcept>
#include <string>

namespace db {

enum class ErrorKind {
  Locked,        // another program held the file for longer than we wait
  NotADatabase,  // some other kind of file, or a SQLite file which is not a workspace
  Damaged,       // truncated or corrupt
  NewerVersion,  // written by a newer Nevus
  ReadOnly,      // no permission to write the file or its folder
  DiskFull,      // or the account's share of it
  Gone,          // the open file was deleted, moved or replaced
  InputOutput,   // the disk reported a failure
  NotFound,      // no such file, image, class, run ...
  Refused,       // the data breaks a rule of the schema (duplicate name, unknown id, append-only log)
  Other,
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& text) : std::runtime_error(text), kind_(kind) {}
  ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

// An error as a value, for who acts on it later or on another thread.
struct Failure {
  ErrorKind kind = ErrorKind::Other;
  std::string text;
};
// Of the exception being handled; what is no db::Error is of kind Other.
Failure current_failure();

}  // namespace db
