// Listens to the trainer and records: folds steps into a snapshot at most ten times a second, and
// writes each epoch to the database and to the CSV log.
// The trainer's thread only.
#pragma once

#include <chrono>
#include <filesystem>
#include <span>
#include <vector>

#include "app/workspace/dataset.h"
#include "app/workspace/training.h"
#include "ml/train/train_listener.h"

namespace app {

class RunRecorder : public ml::TrainListener {
 public:
  RunRecorder(Workspace& workspace, RunId run, int epochs, const TargetData& data, std::vector<std::size_t> val,
              const TrainWatch& watch);

  void on_phase(const ml::PhaseReport& report) override;
  void on_step(const ml::StepReport& report) override;
  void on_epoch(const ml::EpochReport& report) override;
  void on_learning_rate(int epoch, std::size_t step, float learning_rate) override;

  // Writing must not throw into the trainer: the first failure is kept, and the run ends with it.
  void rethrow_failure() const;
  const TrainProgress& progress() const { return progress_; }
  const std::filesystem::path& log_file() const { return log_file_; }

 private:
  void publish(bool now);
  void store_epoch(const EpochRecord& record, const Scored& scored, std::span<const ImageId> images);
  void append_log(const EpochRecord& record);
  void estimate_time_left();

  Workspace& workspace_;
  const TargetData& data_;
  std::vector<std::size_t> val_;
  TrainWatch watch_;
  TrainProgress progress_;
  std::filesystem::path log_file_;
  std::chrono::steady_clock::time_point last_published_{};
  std::exception_ptr failure_;
};

}  // namespace app
