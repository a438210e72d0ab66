// The two tables that a run leaves for others to read: log.csv, a line an epoch, and steps.csv, a line a step.
//
//   RunLogs logs(workspace.run_folder(run));   // both are begun anew; what the steps were before is remembered
//   logs.restore_steps(epochs_done);           // of a run that goes on: the lines up to that epoch
//   logs.append(record);
//   logs.append_steps(record.epoch, progress);
//
// The trainer's thread only.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "app/workspace/training.h"

namespace app {

class RunLogs {
 public:
  explicit RunLogs(const std::filesystem::path& run_folder);

  void restore_steps(int epochs_done);
  // These throw std::runtime_error where the disk does not take it.
  void append(const EpochRecord& record);
  void append_steps(int epoch, const TrainProgress& progress);  // those that are new since the last call
  const std::filesystem::path& epochs() const { return epochs_; }

 private:
  std::filesystem::path epochs_, steps_;
  std::vector<std::string> earlier_steps_;  // of the run before it was cut off
  std::size_t steps_logged_ = 0;
};

}  // namespace app
