// Says that a process trains a run: held while it does, and let go however the process ends. So a second window leaves
// the run alone, and it is not resumed twice.
//
//   RunLock lock(workspace.run_folder(run));     // throws when somebody trains it
//   if (RunLock::is_held(folder)) ...
//
// Any thread. Owns an open file, whose lock ends with it.
#pragma once

#include <filesystem>

namespace app {

class RunLock {
 public:
  explicit RunLock(const std::filesystem::path& run_folder);
  ~RunLock();
  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&&) = delete;

  static bool is_held(const std::filesystem::path& run_folder);

 private:
  int file_ = -1;
};

}  // namespace app
