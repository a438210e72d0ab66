#include "app/workspace/run_lock.h"

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace app {
namespace {

constexpr std::chrono::milliseconds kLookAgain{10};

std::filesystem::path lock_file(const std::filesystem::path& folder) { return folder / "training.lock"; }

}  // namespace

RunLock::RunLock(const std::filesystem::path& run_folder, const std::string& attempted,
                 std::chrono::milliseconds wait) {
  std::filesystem::create_directories(run_folder);
  if (take(run_folder, attempted, wait)) return;
  throw std::runtime_error(attempted +
                           ": another Nevus trains this run just now, or works on its model's file; wait for it or "
                           "stop it there: " +
                           run_folder.string());
}

std::optional<RunLock> RunLock::unless_trained(const std::filesystem::path& run_folder,
                                               std::chrono::milliseconds wait) {
  std::error_code unreachable;
  if (!std::filesystem::is_directory(run_folder, unreachable)) return std::nullopt;
  RunLock lock;
  if (!lock.take(run_folder, "writing what is kept with a run", wait)) return std::nullopt;
  return lock;
}

bool RunLock::take(const std::filesystem::path& run_folder, const std::string& attempted,
                   std::chrono::milliseconds wait) {
  const std::filesystem::path path = lock_file(run_folder);
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) throw std::system_error(errno, std::generic_category(), attempted + ": cannot open " + path.string());
  const auto until = std::chrono::steady_clock::now() + wait;
  while (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() >= until) {
      ::close(std::exchange(file_, -1));
      return false;
    }
    std::this_thread::sleep_for(kLookAgain);
  }
  return true;
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
