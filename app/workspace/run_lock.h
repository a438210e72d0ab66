// Says that a process trains a run or writes what is kept with it: held while it does, and let go however the process
// ends. So a second window leaves the run alone, and it is not resumed twice. Who keeps something holds it for
// milliseconds, which others wait for; a trainer for long.
//
//   RunLock lock(workspace.run_folder(run), "keeping what is answered");  // throws when somebody trains it
//   if (const auto lock = RunLock::unless_trained(folder)) ...
//   if (RunLock::is_held(folder)) ...
//
// Any thread. Owns an open file, whose lock ends with it.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace app {

class RunLock {
 public:
  static constexpr std::chrono::milliseconds kKeepersTime{2000};

  explicit RunLock(const std::filesystem::path& run_folder, const std::string& attempted = "starting a training",
                   std::chrono::milliseconds wait = kKeepersTime);
  ~RunLock();
  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&&) = delete;

  // Absent: somebody holds it for longer than a keeper does, or there is no such folder.
  static std::optional<RunLock> unless_trained(const std::filesystem::path& run_folder,
                                               std::chrono::milliseconds wait = kKeepersTime);
  static bool is_held(const std::filesystem::path& run_folder);

 private:
  RunLock() = default;
  bool take(const std::filesystem::path& run_folder, const std::string& attempted, std::chrono::milliseconds wait);

  int file_ = -1;
};

}  // namespace app
