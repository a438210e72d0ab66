#include "db/sqlite/private_copy.h"

#include <cstdlib>
#include <string>

#include "db/error.h"

namespace db {
namespace fs = std::filesystem;
namespace {

fs::path new_folder() {
  std::string pattern = (fs::temp_directory_path() / "nevus-view-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw Error(ErrorKind::InputOutput,
                "Cannot view the workspace: no folder for a copy could be made. Check the folder of temporary files: " +
                    pattern);
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
