#include "db/sqlite/private_copy.h"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "db/base/error.h"

namespace db {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void no_folder(const std::string& why, const std::string& where) {
  throw Error(ErrorKind::InputOutput, "Cannot view the workspace: no folder for a copy could be made (" + why +
                                          "). Set TMPDIR to a folder that is there and may be written: " + where);
}

fs::path new_folder() {
  std::error_code error;
  const fs::path temporary = fs::temp_directory_path(error);
  const char* named = std::getenv("TMPDIR");
  if (error) no_folder(error.message(), named != nullptr ? named : "/tmp");
  std::string pattern = (temporary / "nevus-view-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    no_folder(std::error_code(errno, std::generic_category()).message(), temporary.string());
  return pattern;
}

}  // namespace

PrivateCopy::PrivateCopy(const fs::path& file) : folder_(new_folder()), file_(folder_ / file.filename()) {
  for (const char* part : {"", "-wal", "-journal"}) {
    const fs::path from = file.string() + part, to = file_.string() + part;
    std::error_code error;
    if (*part != '\0' && !fs::exists(from, error)) continue;
    fs::copy_file(from, to, error);
    if (!error) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
    if (!error) continue;
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    throw Error(ErrorKind::InputOutput,
                "Cannot view the workspace: it could not be copied (" + error.message() + "): " + from.string());
  }
}

PrivateCopy::~PrivateCopy() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace db
