#include "db/base/file_identity.h"

#include <sys/stat.h>

namespace db {

std::optional<FileIdentity> identity_of(const std::filesystem::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return std::nullopt;
  return FileIdentity{found.st_dev, found.st_ino};
}

}  // namespace db
