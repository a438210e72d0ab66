#include "db/sqlite/explain.h"

#include <cerrno>
#include <string_view>

#include <sqlite3.h>
#include <unistd.h>

namespace db {
namespace {

struct Cause {
  ErrorKind kind;
  std::string why;
  std::string_view advice;
};

Cause read_only() {
  return {ErrorKind::ReadOnly, "the file or its folder may not be written",
          "Change the permissions, or copy the workspace to a folder of yours"};
}

// SQLite says "unable to open" for a missing permission as well as for a missing folder; the file
// system knows which.
Cause cannot_open(const std::filesystem::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  std::error_code ignored;
  if (!std::filesystem::exists(folder, ignored))
    return {ErrorKind::NotFound, "its folder does not exist", "Create the folder, or check the path"};
  const bool file_closed = std::filesystem::exists(file, ignored) && ::access(file.c_str(), R_OK | W_OK) != 0;
  if (file_closed || ::access(folder.c_str(), W_OK) != 0) return read_only();
  return {ErrorKind::InputOutput, "the file could not be opened", "Check the disk and the number of open files"};
}

Cause disk_full() {
  return {ErrorKind::DiskFull, "the disk is full",
          "Nothing of this step was kept and nothing before it was lost; free some space and try again"};
}

Cause gone() {
  return {ErrorKind::Gone, "the file was deleted, moved or replaced while it was open",
          "Nothing of this step was kept; put the file back or restore it from a copy, then open the workspace again"};
}

// SQLite's code for a failed read or write is the same whatever failed; the operating system knows.
Cause input_output(const SqliteFailure& failure) {
  switch (failure.system_errno) {
    case EROFS:
    case EACCES:
    case EPERM: return read_only();
    case ENOSPC:
    case EDQUOT: return disk_full();
    case ESTALE: return gone();
    default:
      return {ErrorKind::InputOutput, "the disk reported a failure (" + failure.detail + ")",
              "Nothing of this step was kept; check the disk and try again"};
  }
}

Cause cause_of(const SqliteFailure& failure, const std::filesystem::path& file) {
  const std::string& detail = failure.detail;
  if (failure.code == SQLITE_READONLY_DBMOVED) return gone();
  switch (failure.code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::Locked, "another program is using the file",
              "Close the other program, or wait for it, and try again"};
    case SQLITE_NOTADB:
      return {ErrorKind::NotADatabase, "the file is not a SQLite database",
              "Choose a workspace made by Nevus, or restore the file from a copy"};
    case SQLITE_CORRUPT:
      return {ErrorKind::Damaged, "the file is truncated or damaged",
              "Restore it from a copy; the file was left as it is"};
    case SQLITE_FULL: return disk_full();
    case SQLITE_READONLY: return read_only();
    case SQLITE_CANTOPEN: return cannot_open(file);
    case SQLITE_IOERR: return input_output(failure);
    case SQLITE_CONSTRAINT:
      return {ErrorKind::Refused, "it breaks a rule of the database (" + detail + ")", "Nothing of this step was kept"};
    default: return {ErrorKind::Other, "SQLite says: " + detail, "Nothing of this step was kept"};
  }
}

Error error_of(const std::string& task, const Cause& cause, const std::filesystem::path& file) {
  return Error(cause.kind,
               "Cannot " + task + ": " + cause.why + ". " + std::string(cause.advice) + ": " + file.string());
}

}  // namespace

Error explain_failure(const std::string& task, const SqliteFailure& failure, const std::filesystem::path& file) {
  return error_of(task, cause_of(failure, file), file);
}

Error file_is_gone(const std::string& task, const std::filesystem::path& file) { return error_of(task, gone(), file); }

}  // namespace db
