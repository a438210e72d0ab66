// A copy of a database with its logs in a folder of its own that only this account may read; removed with the object.
// For a file that cannot be read where it lies: another program holds it, or nothing may be written beside it.
// Private to db. One thread at a time; the owner decides. Owns the folder.
#pragma once

#include <filesystem>

namespace db {

class PrivateCopy {
 public:
  explicit PrivateCopy(const std::filesystem::path& file);
  ~PrivateCopy();
  PrivateCopy(const PrivateCopy&) = delete;
  PrivateCopy& operator=(const PrivateCopy&) = delete;

  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path folder_, file_;
};

}  // namespace db
