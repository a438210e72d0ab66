#include "app/workspace/run_lock.h"

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace app {
namespace {

std::filesystem::path lock_file(const std::filesystem::path& folder) { return folder / "training.lock"; }

}  // namespace

RunLock::RunLock(const std::filesystem::path& run_folder) {
  std::filesystem::create_directories(run_folder);
  const std::filesystem::path path = lock_file(run_folder);
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0)
    throw std::system_error(errno, std::generic_category(), "starting a training: cannot open " + path.string());
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(std::exchange(file_, -1));
  throw std::runtime_error(
      "starting a training: another Nevus trains this run just now; wait for it or stop it there: " +
      run_folder.string());
}

RunLock::~RunLock() {
  if (file_ >= 0) ::close(file_);
}

RunLock::RunLock(RunLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

bool RunLock::is_held(const std::filesystem::path& run_folder) {
  const int file = ::open(lock_file(run_folder).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool held = ::flock(file, LOCK_SH | LOCK_NB) != 0;
  ::close(file);
  return held;
}

}  // namespace app
