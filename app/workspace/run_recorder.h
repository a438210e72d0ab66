// Listens to the trainer and records: folds steps into a snapshot at most ten times a second, writes each
// epoch to the database and to the CSV logs, and keeps the best model and the state to go on from.
// The trainer's thread only.
#pragma once

#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/workspace/dataset.h"
#include "app/workspace/run_logs.h"
#include "app/workspace/run_store.h"
#include "app/workspace/training.h"
#include "db/runs.h"
#include "ml/train/train_listener.h"

namespace app {

class RunRecorder : public ml::TrainListener {
 public:
  RunRecorder(Workspace& workspace, RunStore& store, int epochs, const TargetData& data, std::vector<std::size_t> val,
              const TrainWatch& watch, std::function<void()> stop = {});

  // What an earlier part of the run told, up to this epoch; later ones are forgotten.
  void restore(int epochs_done);
  // From here on the trainer's epochs count from `first_epoch`, and the best must beat `best` (absent: anything does).
  struct Phase {
    int number = 1;
    int first_epoch = 0;
    bool maximise = true;
    std::optional<double> best;  // criterion of the best epoch of earlier phases
    double best_loss = 0;        // its validation loss
    std::string trained_on;
    int parts = 1;
    Depth depth = Depth::Head;
    int epochs = 0;
    int patience = 0;
    std::string criterion;
    int keep_every = 0;
    int views = 0;               // in which validation is asked
    bool logs_replayed = false;  // changes that come from a log: of another run; its own has them already
  };
  void begin(Phase phase);

  void on_phase(const ml::PhaseReport& report) override;
  void on_step(const ml::StepReport& report) override;
  void on_epoch(const ml::EpochReport& report) override;
  void on_change(const ml::ChangeReport& report) override;
  void on_checkpoint(int epoch, const std::function<ml::TrainCheckpoint()>& take) override;
  void on_model(int epoch, const std::function<ml::Model()>& take) override;
  void on_best(int epoch, const std::function<ml::Model()>& take) override;
  void on_end(int epoch, const std::function<ml::TrainCheckpoint()>& take,
              const std::function<ml::Model()>& model) override;

  // Writing must not throw into the trainer: the first failure is kept, `stop` is called, nothing more is recorded, and
  // the run ends with it here. An epoch that another program's write was in the way of waits for the next one; what
  // waits still is written before.
  void rethrow_failure();
  const TrainProgress& progress() const { return progress_; }
  const std::filesystem::path& log_file() const { return logs_.epochs(); }
  int checkpoint_phase() const { return checkpoint_phase_; }  // which the kept state is of; 0: none was written

 private:
  void publish(bool now);
  void keep(const std::function<void()>& writing);
  void fail();
  struct Waiting {
    db::Epoch epoch;
    db::Prediction prediction;
  };
  void write_or_wait();
  void write_waiting();
  void save_state(int epoch, const std::function<ml::TrainCheckpoint()>& take);
  bool beats_earlier_phases(double criterion, double loss) const;
  void store_epoch(const EpochRecord& record, const Scored& scored, std::span<const ImageId> images);

  Workspace& workspace_;
  RunStore& store_;
  const TargetData& data_;
  std::vector<std::size_t> val_;
  TrainWatch watch_;
  TrainProgress progress_;
  RunLogs logs_;
  Phase phase_;
  double newest_criterion_ = 0;
  int checkpoint_phase_ = 0, checkpoint_epoch_ = 0;  // of what was written last
  std::chrono::steady_clock::time_point last_checkpoint_{}, last_best_{};
  std::chrono::steady_clock::time_point last_published_{};
  std::function<void()> stop_;
  std::vector<Waiting> waiting_;  // epochs that the database has not taken yet
  bool has_waited_ = false;
  std::exception_ptr failure_;
};

}  // namespace app
